import type { Timers } from '../timers.ts';

/** One direction of a wire: what goes in comes out later, in order. */
export class Pipe {
  readonly #timers: Timers;
  readonly #latency: () => number;
  readonly #waiting: { handle: unknown; deliver: () => void }[] = [];

  constructor(timers: Timers, latency: () => number) {
    this.#timers = timers;
    this.#latency = latency;
  }

  push(deliver: () => void): void {
    // Each timer takes the oldest, so that a change of latency does not overtake.
    const handle = this.#timers.setTimeout(() => this.#waiting.shift()?.deliver(), this.#latency());
    this.#waiting.push({ handle, deliver });
  }

  /** Loses what is on its way. */
  clear(): void {
    for (const { handle } of this.#waiting) this.#timers.clearTimeout(handle);
    this.#waiting.length = 0;
  }
}
