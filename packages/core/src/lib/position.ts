import { fnv1a } from './fnv1a.ts';

/** A place in the log of a durable channel: every event up to and including `serial` is known. */
export interface Position {
  /** Nothing can be proved across epochs. */
  readonly epoch: string;
  /** 0 before the first event. */
  readonly serial: number;
}

/** The key under which an event of a durable channel carries its position. */
export const continuityKey = '$continuity';

/** The text of a position, `epoch:serial`. */
export const positionText = ({ epoch, serial }: Position): string => `${epoch}:${serial}`;

/** Reads the text of a position; null if it is malformed (docs/continuity-protocol.md). */
export function readPosition(text: unknown): Position | null {
  const found = typeof text === 'string' && /^([\w-]{1,64}):(0|[1-9]\d{0,15})$/.exec(text);
  if (!found) return null;
  const serial = Number(found[2]);
  return Number.isSafeInteger(serial) ? { epoch: found[1] as string, serial } : null;
}

/**
 * Stands for a connection that did not get an event because its sender excluded it: the hash of socket id and position. The
 * connection recognizes itself; nobody else learns its id.
 */
export const skipDigest = (socketId: string, position: Position): number =>
  fnv1a(`${socketId}:${positionText(position)}`);
