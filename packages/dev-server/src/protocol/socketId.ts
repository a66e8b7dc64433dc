import { randomInt } from 'node:crypto';

/** Makes the id of a new connection: two integers joined by a dot (protocol 1.5). */
export function newSocketId(): string {
  return `${randomInt(1, 1_000_000_000)}.${randomInt(1, 1_000_000_000)}`;
}

/** Whether a text has the form of a socket id. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value);
}
