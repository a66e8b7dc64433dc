import type { Timers } from './timers.ts';

/** Allows at most `count` in any `interval` milliseconds. */
export class RateLimit {
  readonly #timers: Timers;
  readonly #count: number;
  readonly #interval: number;
  #taken: number[] = [];

  constructor(timers: Timers, { count, interval }: { count: number; interval: number }) {
    this.#timers = timers;
    this.#count = count;
    this.#interval = interval;
  }

  /** Takes one; false when none is left. */
  take(): boolean {
    const now = this.#timers.now();
    this.#taken = this.#taken.filter((at) => now - at < this.#interval);
    if (this.#taken.length >= this.#count) return false;
    this.#taken.push(now);
    return true;
  }

  reset(): void {
    this.#taken = [];
  }
}
