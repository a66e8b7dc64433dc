import { randomInt } from 'node:crypto';

/** Creates a connection's id: two integers joined by a dot (protocol 1.5). */
export function newSocketId(): string {
  return `${randomInt(1, 1_000_000_000)}.${randomInt(1, 1_000_000_000)}`;
}

/** Whether a value has the form of a socket id. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value);
}
