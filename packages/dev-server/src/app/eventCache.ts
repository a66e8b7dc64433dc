import type { Message } from '../protocol/message.ts';

const maximumEntries = 10_000;

/** The last event of each cache channel, kept for a time whether or not anybody subscribes (protocol 3.3). */
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

  /** The event and the whole seconds it will still be kept; null when there is none. */
  get(channel: string): { message: Message; data: string; ttl: number } | null {
    const entry = this.#entries.get(channel);
    if (!entry) return null;
    const left = entry.expiresAt - Date.now();
    if (left > 0) return { message: entry.message, data: entry.data, ttl: Math.ceil(left / 1000) };
    this.#entries.delete(channel);
    return null;
  }
}
