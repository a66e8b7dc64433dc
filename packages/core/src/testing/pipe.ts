import type { Timers } from '../lib/timers.ts';

/** One direction of a connection: what goes in comes out later, in order. */
export class Pipe {
  readonly #timers: Timers;
  readonly #latency: () => number;
  readonly #waiting: { handle: unknown; deliver: () => void }[] = [];

  constructor(timers: Timers, latency: () => number) {
    this.#timers = timers;
    this.#latency = latency;
  }

  push(deliver: () => void): void {
    // Each timer takes the oldest, so that nothing is overtaken when the latency changes.
    const handle = this.#timers.setTimeout(() => this.#waiting.shift()?.deliver(), this.#latency());
    this.#waiting.push({ handle, deliver });
  }

  /** Delivers at once what is on its way. */
  flush(): void {
    const waiting = this.#waiting.splice(0);
    for (const { handle, deliver } of waiting) {
      this.#timers.clearTimeout(handle);
      deliver();
    }
  }

  /** Drops what is on its way. */
  clear(): void {
    for (const { handle } of this.#waiting) this.#timers.clearTimeout(handle);
    this.#waiting.length = 0;
  }
}
