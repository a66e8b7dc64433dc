import { positionText, skipDigest } from '@channelkit/core/contract/internal';
import { type SkippedEvent, withContinuity } from '../continuity/continuity.ts';
import { clientPosition } from '../continuity/position.ts';
import { sentSize } from '../events/encodePayload.ts';
import type { ChannelHead, NewEvent } from './eventLogPort.ts';
import type { PreparedEvent } from './prepareEvent.ts';

/** The most events that `skipped` names. */
const longestRun = 20;

/** What is the same for all events of one append. */
interface Append {
  readonly at: number;
  readonly state: NewEvent['state'];
  /** Bytes that the data of one event may have. */
  readonly maxPayload: number;
}

/** Events with their places. */
interface PlacedEvents {
  readonly events: readonly NewEvent[];
  /** Heads whose `skipped` has changed. */
  readonly heads: readonly ChannelHead[];
}

/** Gives each event of a durable channel its serial and the run of skipped events before it. `advanced` are the heads after the last. */
export function placeEvents(
  prepared: readonly PreparedEvent[],
  advanced: readonly ChannelHead[],
  { at, state, maxPayload }: Append,
): PlacedEvents {
  const next = new Map<string, { serial: number; skipped: readonly SkippedEvent[] }>();
  const byChannel = new Map(advanced.map((head) => [head.channel, head]));
  for (const { channel, serial, skipped } of advanced) {
    const count = prepared.filter((event) => event.channel === channel).length;
    next.set(channel, { serial: serial - count + 1, skipped: JSON.parse(skipped) as SkippedEvent[] });
  }
  const events = prepared.map(({ durable, ...event }): NewEvent => {
    const head = byChannel.get(event.channel);
    const following = next.get(event.channel);
    if (!durable || !head || !following)
      return { ...event, at, epoch: null, serial: null, skipped: '[]', state };
    const { epoch } = head;
    const { serial, skipped } = following;
    const place = clientPosition({ channel: event.channel, epoch, serial });
    const position = positionText(place);
    const fits = (named: readonly SkippedEvent[]) =>
      sentSize(event.channel, withContinuity(event.data, { position, id: event.id, at, skipped: named })) <=
      maxPayload;
    let named = skipped;
    // Those that do not fit are asked for instead.
    while (named.length > 0 && !fits(named)) named = named.slice(1);
    const own = event.socketId === null ? null : ([serial, skipDigest(event.socketId, place)] as const);
    next.set(event.channel, { serial: serial + 1, skipped: own ? [...skipped, own].slice(-longestRun) : [] });
    return { ...event, at, epoch, serial, skipped: JSON.stringify(named), state };
  });
  const heads = advanced
    .map((head) => ({ ...head, skipped: JSON.stringify(next.get(head.channel)?.skipped ?? []) }))
    .filter((head) => head.skipped !== byChannel.get(head.channel)?.skipped);
  return { events, heads };
}
