import { type Position, positionText, readPosition, skipDigest } from '@channelkit/core/contract/internal';
import { clientPosition, newEpoch, type Place, positionOf } from '../continuity/position.ts';
import { utf8 } from '../crypto/utf8.ts';
import type { LostReason, Replay, ReplayedEvent, ReplayLimits } from './eventLog.ts';
import type { EventLogPort, LoggedEvent, LogRange } from './eventLogPort.ts';

/**
 * What came after each position, in two queries. The heads are read first: events that are committed in between are not in the answer, and
 * those that are trimmed in between make it `trimmed`.
 */
export async function replay(
  port: EventLogPort<never>,
  since: Readonly<Record<string, string | null>>,
  { maxEvents = 1_000, maxBytes = 1_000_000 }: ReplayLimits = {},
): Promise<Record<string, Replay>> {
  const asked = Object.entries(since);
  const log = await port.heads(
    asked.map(([channel]) => channel),
    newEpoch(),
  );
  const known = new Map(log.heads.map((head) => [head.channel, head]));
  const answers = new Map<string, Replay>();
  const ranges: LogRange[] = [];
  for (const [channel, text] of asked) {
    const head: Place = known.get(channel) ?? { channel, epoch: log.epoch, serial: 0 };
    const step = nextStep(head, text);
    if (typeof step === 'number')
      ranges.push({ channel, epoch: head.epoch, after: step, until: head.serial });
    const position = positionOf(head);
    answers.set(channel, typeof step === 'string' ? { position, lost: step } : { position, events: [] });
  }
  // Who misses little is not kept waiting by who misses much.
  ranges.sort((one, other) => one.until - one.after - (other.until - other.after));
  const lose = (range: LogRange, lost: LostReason) =>
    answers.set(range.channel, { position: endOf(range), lost });
  let events = 0;
  const read = ranges.filter((range) => {
    events += range.until - range.after;
    if (events > maxEvents) lose(range, 'limit');
    return events <= maxEvents;
  });
  const rows = read.length > 0 ? await port.read(read) : [];
  let bytes = 0;
  for (const range of read) {
    const found = rows.filter(({ channel }) => channel === range.channel);
    const size = found.reduce((sum, { data }) => sum + utf8(data).length, 0);
    if (!isWhole(found, range)) lose(range, 'trimmed');
    else if (bytes + size > maxBytes) lose(range, 'limit');
    else {
      bytes += size;
      answers.set(range.channel, {
        position: endOf(range),
        events: found.map((row) => toReplayed(row, clientPosition({ ...range, serial: row.serial }))),
      });
    }
  }
  return Object.fromEntries(answers);
}

/** After which serial to read; why that is of no use; null when there is nothing to read. */
function nextStep(head: Place, text: string | null): number | LostReason | null {
  if (text === null) return null;
  const position = readPosition(text);
  if (!position) return 'malformed';
  if (position.epoch !== clientPosition(head).epoch) return 'epoch';
  if (position.serial > head.serial) return 'ahead';
  return position.serial === head.serial ? null : position.serial;
}

/** The position after a range. */
const endOf = ({ channel, epoch, until }: LogRange): string => positionOf({ channel, epoch, serial: until });

/** Whether every event of a range is there, once and in order. */
const isWhole = (rows: readonly { readonly serial: number }[], { after, until }: LogRange): boolean =>
  rows.length === until - after && rows.every(({ serial }, index) => serial === after + index + 1);

function toReplayed({ event, data, id, at, socketId }: LoggedEvent, position: Position): ReplayedEvent {
  return {
    event,
    data: JSON.parse(data) as unknown,
    position: positionText(position),
    id,
    at,
    ...(socketId === null ? {} : { except: skipDigest(socketId, position) }),
  };
}
