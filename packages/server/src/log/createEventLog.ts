import { RealtimeError } from '@channelkit/core/contract';
import { CK616, resolveChannel } from '@channelkit/core/contract/internal';
import type { Awaitable } from '../awaitable.ts';
import { newEpoch, positionOf } from '../continuity/position.ts';
import { createConsoleReporter, createReporter } from '../createReporter.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import { createSender } from './createSender.ts';
import type { EventLog, EventLogOptions } from './eventLog.ts';
import type { EventLogPort } from './eventLogPort.ts';
import { placeEvents } from './placeEvents.ts';
import { isDurable, prepareEvent } from './prepareEvent.ts';
import { replay } from './replay.ts';

const day = 86_400_000;
const minute = 60_000;

const defaultDelay = (attempts: number): number => Math.min(minute, 1_000 * 2 ** (attempts - 1));

/**
 * A log of events: a crash between commit and send loses none, a rollback leaves none behind, and a client that was away gets those of
 * durable channels that it missed. Works on any database that can implement {@link EventLogPort}. Pass a function where the service may be
 * replaced while the process runs, for example by an admin page. `append` passes it the transaction: on a database with a single
 * connection, a read outside the transaction would wait forever.
 */
export function createEventLog<TChannels, TTransaction>(
  pusher: PusherService<TChannels> | ((transaction?: TTransaction) => Awaitable<PusherService<TChannels>>),
  port: EventLogPort<TTransaction>,
  options: EventLogOptions = {},
): EventLog<TChannels, TTransaction> {
  const { lease = 30_000, retryDelay = defaultDelay, onError } = options;
  const { age = day, count = 1_000 } = options.retention ?? {};
  const report = onError ? createReporter(onError) : createConsoleReporter([]);
  const service = async (transaction?: TTransaction) =>
    typeof pusher === 'function' ? await pusher(transaction) : pusher;
  const deliver = async (events: Parameters<ReturnType<typeof internalsOf>['deliver']>[0]) =>
    internalsOf(await service()).deliver(events);
  const sender = createSender(port, { deliver, lease, retryDelay, report });

  const trim = () => port.trim({ before: Date.now() - age, count });

  return {
    append: async (transaction, ...given) => {
      const current = await service(transaction);
      const { enabled } = current.getConfig();
      const { payloadRules } = internalsOf(current);
      const at = Date.now();
      const prepared = [];
      for (const event of given) prepared.push(await prepareEvent(payloadRules, event, at));
      const wanted = enabled ? prepared : prepared.filter(({ durable }) => durable);
      if (wanted.length === 0) return;
      const counts = new Map<string, number>();
      for (const { channel, durable } of wanted)
        if (durable) counts.set(channel, (counts.get(channel) ?? 0) + 1);
      const channels = [...counts]
        .map(([channel, added]) => ({ channel, count: added }))
        .sort((one, other) => (one.channel < other.channel ? -1 : 1));
      const advanced = channels.length > 0 ? await port.advance(transaction, channels, newEpoch()) : [];
      const state = enabled ? 'waiting' : 'kept';
      const { maxPayload } = payloadRules;
      const { events, heads } = placeEvents(wanted, advanced, { at, state, maxPayload });
      await port.insert(transaction, events, heads);
    },
    flush: () => sender.flush(),
    start: ({ interval = 1_000 } = {}) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let stopped = false;
      let trimmedAt = Number.NEGATIVE_INFINITY;
      let round: Promise<void> = Promise.resolve();
      const next = (): void => {
        round = run();
      };
      const run = async () => {
        await sender.flush().catch(report);
        if (!stopped && Date.now() - trimmedAt >= minute) {
          trimmedAt = Date.now();
          await trim().catch(report);
        }
        if (!stopped) timer = setTimeout(next, interval);
      };
      next();
      return async () => {
        stopped = true;
        clearTimeout(timer);
        await round;
        await sender.idle();
      };
    },
    trim,
    positions: async (channels) => {
      const contract = (await service()).channels;
      const names = channels.map((channel) => resolveChannel(contract, channel));
      for (const name of names)
        if (!isDurable(contract, name)) throw new RealtimeError(CK616, `"${name}" keeps no log`);
      const at = Date.now();
      const { epoch, heads } = await port.heads(names, newEpoch());
      const known = new Map(heads.map((head) => [head.channel, positionOf(head)]));
      const entries = names.map((name) => [
        name,
        known.get(name) ?? positionOf({ channel: name, epoch, serial: 0 }),
      ]);
      return { at, channels: Object.fromEntries(entries) as Record<string, string> };
    },
    replay: (since, limits) => replay(port, since, limits),
    reset: (transaction) => port.reset(transaction, newEpoch()),
  };
}
