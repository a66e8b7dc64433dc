import type { Timers } from '@channelkit/core';

interface Task {
  readonly at: number;
  readonly run: () => void;
  readonly every: number | null;
}

type Callback = (...args: unknown[]) => void;

/**
 * A clock that stands still until told to move, for our timers and for TanStack's: it takes the place of the global ones
 * while installed. Nothing waits in real time, so ten thousand schedules are quick and each is the same every time.
 */
export class SimClock implements Timers {
  #now = 1_000_000;
  #id = 0;
  readonly #tasks = new Map<number, Task>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  readonly now = (): number => this.#now;
  readonly random = (): number => this.#random();
  readonly setTimeout = (run: () => void, ms = 0): unknown => this.#add(run, ms, null);
  readonly clearTimeout = (handle: unknown): void => {
    this.#tasks.delete(handle as number);
  };

  /** Replaces the global clock and timers; returns the undo. */
  install(): () => void {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const { now } = Date;
    const later =
      (every: boolean) =>
      (run: Callback, ms: number | undefined, ...args: unknown[]) =>
        this.#add(() => run(...args), ms ?? 0, every ? (ms ?? 0) : null);
    Object.assign(globalThis, {
      setTimeout: later(false),
      setInterval: later(true),
      clearTimeout: this.clearTimeout,
      clearInterval: this.clearTimeout,
    });
    Date.now = this.now;
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      Date.now = now;
    };
  }

  /** Moves the clock and runs what is due, in order; promises settle before, between and after. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await turn();
    for (let due = this.#next(until); due; due = this.#next(until)) {
      const [id, task] = due;
      this.#now = Math.max(this.#now, task.at);
      if (task.every === null) this.#tasks.delete(id);
      else this.#tasks.set(id, { ...task, at: this.#now + Math.max(1, task.every) });
      task.run();
      await turn();
    }
    this.#now = until;
  }

  #add(run: () => void, ms: number, every: number | null): number {
    this.#id += 1;
    // Longer than any schedule: garbage collection timers of the cache would only slow the search down.
    const finite = Number.isFinite(ms) ? ms : Number.MAX_SAFE_INTEGER;
    this.#tasks.set(this.#id, { at: this.#now + Math.max(0, finite), run, every });
    return this.#id;
  }

  #next(until: number): [number, Task] | null {
    let best: [number, Task] | null = null;
    for (const entry of this.#tasks) {
      if (entry[1].at <= until && (best === null || entry[1].at < best[1].at)) best = entry;
    }
    return best;
  }
}

/** Every promise reaction that is ready runs before a macrotask. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
