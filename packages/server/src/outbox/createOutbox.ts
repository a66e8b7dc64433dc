import type { ChannelContract } from '@channelkit/core/contract';
import { resolveChannel } from '@channelkit/core/contract/internal';
import type { Awaitable } from '../awaitable.ts';
import { createConsoleReporter, createReporter } from '../createReporter.ts';
import { declarationOf, declaredJson } from '../events/encodePayload.ts';
import type { BatchEvent } from '../events/eventTypes.ts';
import type { PusherService } from '../pusherService.ts';
import type { ClaimedEvent, OutboxEvent, OutboxOutcome, OutboxPort } from './outboxPort.ts';

/** Options of {@link createOutbox}. */
export interface OutboxOptions {
  /** Milliseconds that a claimed event belongs to one worker. Longer than a request with its retries. @default 30000 */
  readonly lease?: number | undefined;
  /** Milliseconds until the next attempt, by the number of failed ones. @default 1000, doubled up to 60000 */
  readonly retryDelay?: ((attempts: number) => number) | undefined;
  /**
   * Called with what the port threw while `start` runs, and with the error of each event that was given up.
   * @default writes to `console.error`, one line per cause and minute
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What one `flush` did, in numbers of events. */
export interface FlushResult {
  readonly sent: number;
  /** Kept for a later attempt. */
  readonly retried: number;
  /** Given up: the contract or the size limit refuses them, so no retry can succeed. */
  readonly failed: number;
}

/** Events that are written in the same transaction as the data they are about, and sent after the commit. */
export interface Outbox<TChannels, TTransaction> {
  /**
   * Writes events in the caller's transaction and returns their ids. Events arrive at least once: pass a function to put the id into the
   * payload, so that receivers recognize a duplicate. Writes nothing, and returns no ids, while realtime is switched off.
   * @throws RealtimeError CK1xx or CK609 for an event that could never be sent, so that the transaction rolls back
   */
  add(
    transaction: TTransaction,
    ...events: readonly (BatchEvent<TChannels> | ((id: string) => BatchEvent<TChannels>))[]
  ): Promise<readonly string[]>;
  /** Sends what is due. Call it after the commit. A call during a flush makes that flush check once more. Rejects when the port does. */
  flush(): Promise<FlushResult>;
  /**
   * Flushes at once and then every `interval` ms, for events that a crash or a failed attempt left behind. Returns a function that stops
   * it and resolves when no flush is running, so that the database can be closed.
   */
  start(options?: { readonly interval?: number }): () => Promise<void>;
}

/** Events of one claim. The HTTP API takes ten in a batch. */
const batchSize = 10;

/** Faults of the event itself, which every retry would meet again. */
const hopeless = new Set(['CK101', 'CK102', 'CK106', 'CK107', 'CK108', 'CK605', 'CK606', 'CK609']);

const defaultDelay = (attempts: number): number => Math.min(60_000, 1_000 * 2 ** (attempts - 1));

/**
 * A transactional outbox: a crash between commit and send loses no event, and a rollback leaves none behind. Works on any database that
 * can implement {@link OutboxPort}. Pass a function where the service may be replaced while the process runs, for example by an admin page.
 * `add` passes it the transaction: on a database with a single connection, a read outside the transaction would wait forever.
 */
export function createOutbox<TChannels, TTransaction>(
  pusher: PusherService<TChannels> | ((transaction?: TTransaction) => Awaitable<PusherService<TChannels>>),
  port: OutboxPort<TTransaction>,
  options: OutboxOptions = {},
): Outbox<TChannels, TTransaction> {
  const { lease = 30_000, retryDelay = defaultDelay, onError } = options;
  const report = onError ? createReporter(onError) : createConsoleReporter([]);
  let running: Promise<FlushResult> | null = null;
  let again = false;

  const service = async (transaction?: TTransaction) =>
    typeof pusher === 'function' ? await pusher(transaction) : pusher;

  const toRow = (channels: ChannelContract<TChannels> | undefined, given: unknown): OutboxEvent => {
    const id = crypto.randomUUID();
    const message: unknown = typeof given === 'function' ? given(id) : given;
    const { channel, event, data, socketId } = message as Message;
    const name = resolveChannel(channels, channel as string);
    const json = declaredJson(declarationOf(channels, name, event), data);
    return { id, channel: name, event, data: json, socketId: socketId ?? null };
  };

  const send = async (rows: readonly ClaimedEvent[]): Promise<OutboxOutcome[]> => {
    const events = rows.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as unknown }));
    const sender = (await service()) as unknown as PusherService;
    const result = await sender.triggerBatch(events);
    const failed = new Map(result.failed.map((failure) => [failure.index, failure.error]));
    return rows.map(({ id, attempts }, index) => {
      const error = failed.get(index);
      if (!error) return { id, state: 'sent' };
      const tried = { id, attempts: attempts + 1, error: error.message };
      if (!hopeless.has(error.code))
        return { ...tried, state: 'waiting', dueAt: Date.now() + retryDelay(attempts + 1) };
      report(error);
      return { ...tried, state: 'failed' };
    });
  };

  /** Sends one claim and records the outcomes. True when there may be more to send at once. */
  const sendBatch = async (count: Record<OutboxOutcome['state'], number>): Promise<boolean> => {
    const now = Date.now();
    const rows = await port.claim({ limit: batchSize, now, leasedUntil: now + lease });
    // What failed before is sent alone, so that one bad event cannot block the others of its batch forever.
    const fresh = rows.filter(({ attempts }) => attempts === 0);
    const groups = [fresh, ...rows.filter(({ attempts }) => attempts > 0).map((row) => [row])];
    let isReachable = true;
    for (const group of groups.filter(({ length }) => length > 0)) {
      const outcomes = await send(group);
      await port.settle(outcomes);
      for (const { state } of outcomes) count[state] += 1;
      if (group === fresh && outcomes.some(({ state }) => state === 'waiting')) isReachable = false;
    }
    return isReachable && rows.length === batchSize;
  };

  const drain = async (): Promise<FlushResult> => {
    const count = { sent: 0, waiting: 0, failed: 0 };
    try {
      do {
        again = false;
        while (await sendBatch(count));
      } while (again);
    } finally {
      // Here and not in a later microtask, or a flush requested in between would be lost.
      running = null;
    }
    return { sent: count.sent, retried: count.waiting, failed: count.failed };
  };

  const flush = (): Promise<FlushResult> => {
    again = true;
    running ??= drain();
    return running;
  };

  return {
    add: async (transaction, ...events) => {
      const current = await service(transaction);
      if (!current.getConfig().enabled) return [];
      const rows = events.map((event) => toRow(current.channels, event));
      await port.insert(transaction, rows);
      return rows.map(({ id }) => id);
    },
    flush,
    start: ({ interval = 1_000 } = {}) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let stopped = false;
      let round: Promise<void> = Promise.resolve();
      const run = () => {
        round = flush()
          .then(
            () => {},
            (error) => report(error),
          )
          .then(() => {
            if (!stopped) timer = setTimeout(run, interval);
          });
      };
      run();
      return async () => {
        stopped = true;
        clearTimeout(timer);
        await round;
        // A flush that the program started: its own caller gets the error.
        await running?.catch(() => {});
      };
    },
  };
}

interface Message {
  readonly channel: unknown;
  readonly event: string;
  readonly data: unknown;
  readonly socketId?: string | null | undefined;
}
