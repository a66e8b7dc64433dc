import type { SkippedEvent } from '../continuity/continuity.ts';
import { positionOf } from '../continuity/position.ts';
import type { Report } from '../createReporter.ts';
import type { OutgoingEvent } from '../events/deliver.ts';
import type { TriggerResult } from '../events/eventTypes.ts';
import { singleLine } from '../oneLine.ts';
import type { FlushResult } from './eventLog.ts';
import type { ClaimedEvent, EventLogPort, SendOutcome } from './eventLogPort.ts';

/** What sending needs besides the port. */
interface SenderSettings {
  readonly deliver: (events: readonly OutgoingEvent[]) => Promise<TriggerResult>;
  readonly lease: number;
  readonly retryDelay: (attempts: number) => number;
  readonly report: Report;
}

/** Sends what waits in a log. */
export interface Sender {
  flush(): Promise<FlushResult>;
  /** Resolves when no flush is running. */
  idle(): Promise<void>;
}

/** Events of one claim. The HTTP API takes ten in a batch. */
const batchSize = 10;

/** Faults of the event itself, which every retry would meet again. */
const hopeless = new Set(['CK101', 'CK102', 'CK106', 'CK107', 'CK108', 'CK605', 'CK606', 'CK609']);

/** Claims events, sends them and records the outcomes, one claim at a time. */
export function createSender(port: EventLogPort<never>, settings: SenderSettings): Sender {
  let running: Promise<FlushResult> | null = null;
  let again = false;

  const send = async (rows: readonly ClaimedEvent[]): Promise<SendOutcome[]> => {
    const result = await settings.deliver(rows.map(toOutgoing));
    const failed = new Map(result.failed.map((failure) => [failure.index, failure.error]));
    return rows.map(({ id, attempts }, index) => {
      const error = failed.get(index);
      if (!error) return { id, state: 'sent' };
      const tried = { id, attempts: attempts + 1, error: singleLine(error.message) };
      if (!hopeless.has(error.code))
        return { ...tried, state: 'waiting', dueAt: Date.now() + settings.retryDelay(attempts + 1) };
      settings.report(error);
      return { ...tried, state: 'failed' };
    });
  };

  /** Sends one claim and records the outcomes. True when there may be more to send at once. */
  const sendBatch = async (count: Record<SendOutcome['state'], number>): Promise<boolean> => {
    const now = Date.now();
    const rows = await port.claim({ limit: batchSize, now, leasedUntil: now + settings.lease });
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

  return {
    flush: () => {
      again = true;
      running ??= drain();
      return running;
    },
    // The caller of a flush gets its error.
    idle: async () => void (await running?.catch(() => {})),
  };
}

function toOutgoing({ channel, event, data, socketId, ...row }: ClaimedEvent): OutgoingEvent {
  const outgoing = { channel, event, data: JSON.parse(data) as unknown, socketId };
  const { epoch, serial, id, at } = row;
  if (epoch === null || serial === null) return outgoing;
  const skipped = JSON.parse(row.skipped) as readonly SkippedEvent[];
  const position = positionOf({ channel, epoch, serial });
  return {
    ...outgoing,
    continuity: { position, id, at, ...(skipped.length > 0 ? { skipped } : {}) },
  };
}
