import { fnv1a, type Position, positionText } from '@channelkit/core/contract/internal';

/** A place in the log of a channel. */
export interface Place {
  readonly channel: string;
  /** The log's name for the epoch. */
  readonly epoch: string;
  readonly serial: number;
}

/** A place as clients see it. The epochs of two channels differ, so that a position of the other one is noticed. */
export const clientPosition = ({ channel, epoch, serial }: Place): Position => ({
  epoch: `${epoch}-${fnv1a(channel).toString(36)}`,
  serial,
});

/** The text of a place as clients see it. */
export const positionOf = (place: Place): string => positionText(clientPosition(place));

/** The name of a new epoch: 16 characters that were never used before. */
export const newEpoch = (): string => crypto.randomUUID().replaceAll('-', '').slice(-16);
