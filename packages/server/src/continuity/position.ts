import { fnv1a } from '@channelkit/core/contract/internal';

/** A position as a client sends it. */
export interface Position {
  readonly epoch: string;
  readonly serial: number;
}

/** A place in the log of a channel. */
export interface Place {
  readonly channel: string;
  /** The log's name for the epoch. */
  readonly epoch: string;
  readonly serial: number;
}

const written = /^([A-Za-z0-9_-]{1,64}):(0|[1-9]\d{0,15})$/;

/** The position of a place, `epoch:serial`: everything up to and including it is known. */
export const positionOf = (place: Place): string => `${writtenEpoch(place)}:${place.serial}`;

/** A channel's epoch as clients see it. Those of two channels differ, so that a position of the other one is noticed. */
export const writtenEpoch = ({ channel, epoch }: Omit<Place, 'serial'>): string =>
  `${epoch}-${fnv1a(channel).toString(36)}`;

/** Reads a position; null for a text that is none. */
export function parsePosition(text: string): Position | null {
  const [, epoch, digits] = written.exec(text) ?? [];
  const serial = Number(digits);
  return epoch === undefined || !Number.isSafeInteger(serial) ? null : { epoch, serial };
}

/** The name of a new epoch: 16 characters that were never used before. */
export const newEpoch = (): string => crypto.randomUUID().replaceAll('-', '').slice(-16);
