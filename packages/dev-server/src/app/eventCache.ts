import type { Message } from '../protocol/message.ts';

const maximumEntries = 10_000;

/** The last event of each cache channel, kept for `ttl` ms whether or not the channel is occupied (protocol 3.3). */
export class EventCache {
  readonly #ttl: number;
  readonly #entries = new Map<string, { message: Message; data: string; expiresAt: number }>();

  constructor(ttl: number) {
    this.#ttl = ttl;
  }

  put(channel: string, message: Message, data: string): void {
    this.#entries.delete(channel);
    this.#entries.set(channel, { message, data, expiresAt: Date.now() + this.#ttl });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maximumEntries && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Returns the cached event with the seconds until it expires, rounded up; null without one. */
  get(channel: string): { message: Message; data: string; ttl: number } | null {
    const entry = this.#entries.get(channel);
    if (!entry) return null;
    const left = entry.expiresAt - Date.now();
    if (left > 0) return { message: entry.message, data: entry.data, ttl: Math.ceil(left / 1000) };
    this.#entries.delete(channel);
    return null;
  }
}
