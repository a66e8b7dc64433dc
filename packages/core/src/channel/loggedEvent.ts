import { type Position, readPosition } from '../lib/position.ts';
import { isRecord } from '../transport/frame.ts';

/** An event of a channel's log. */
export interface LoggedEvent {
  readonly event: string;
  readonly data: unknown;
  readonly position: Position;
  readonly id: string | undefined;
  readonly sentAt: number | undefined;
  readonly receivedAt: number;
  /** Events before this one that one connection did not get, as pairs of serial and digest. */
  readonly skipped: readonly (readonly [serial: number, digest: number])[];
  /** The digest of the connection that did not get this one. */
  readonly except: number | null;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);
const isSkip = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';

/** Reads an event and what the log says of it; null if it has no position. */
export function readLogged(
  { event, data }: { readonly event?: unknown; readonly data?: unknown },
  envelope: unknown,
  receivedAt: number,
): LoggedEvent | null {
  const position = isRecord(envelope) ? readPosition(envelope.position) : null;
  if (typeof event !== 'string' || !isRecord(envelope) || !position || position.serial === 0) return null;
  const { id, at, skipped, except } = envelope;
  return {
    event,
    data,
    position,
    id: asText(id),
    sentAt: asNumber(at),
    receivedAt,
    skipped: Array.isArray(skipped) ? skipped.filter(isSkip) : [],
    except: asNumber(except) ?? null,
  };
}
