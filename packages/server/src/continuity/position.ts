/** A place in a channel's log: everything up to and including event `serial` is known. */
export interface Position {
  readonly epoch: string;
  readonly serial: number;
}

const written = /^([A-Za-z0-9_-]{1,64}):(0|[1-9]\d{0,15})$/;

/** The text of a position, `epoch:serial`. */
export const formatPosition = ({ epoch, serial }: Position): string => `${epoch}:${serial}`;

/** The position that a text names; null for any other text. */
export function parsePosition(text: string): Position | null {
  const [, epoch, digits] = written.exec(text) ?? [];
  const serial = Number(digits);
  return epoch === undefined || !Number.isSafeInteger(serial) ? null : { epoch, serial };
}

/** The name of a new epoch: 16 characters that were never used before. */
export const newEpoch = (): string => crypto.randomUUID().replaceAll('-', '').slice(-16);
