import type { NotifyQueue } from './notifyQueue.ts';

/** Clock, timers, frames and randomness of a client. Replace them in tests. */
export interface Timers {
  /** Milliseconds since the epoch. Never runs backwards. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /**
   * Calls back once, at the time to show what has changed. Returns the cancel function. Without it, React's hooks use the page's
   * animation frames, and a 16 ms timer while the page is hidden.
   */
  requestFrame?: ((callback: () => void) => () => void) | undefined;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/**
 * Creates the platform's own timers. Globals are looked up at every call, so that fake timers installed later work. Use one per client:
 * times that are compared must come from one clock.
 */
export function createSystemTimers(): Timers {
  let origin = 0;
  return {
    // The wall clock may be set back; the monotonic clock may stop while the machine sleeps. So: the monotonic clock, moved forward
    // to the wall clock whenever that is ahead.
    now() {
      const elapsed = performance.now();
      origin = Math.max(origin, performance.timeOrigin, Date.now() - elapsed);
      return origin + elapsed;
    },
    setTimeout: (callback, ms) => setTimeout(callback, ms),
    clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
    random: () => Math.random(),
  };
}

/** The same timers with every callback in a batch of the queue. */
export const batchedTimers = (timers: Timers, queue: NotifyQueue): Timers => ({
  now: () => timers.now(),
  setTimeout: (callback, ms) => timers.setTimeout(() => queue.batch(callback), ms),
  clearTimeout: (handle) => timers.clearTimeout(handle),
  random: () => timers.random(),
});

/** One timer: setting it again replaces it. */
export class Alarm {
  readonly #timers: Timers;
  #handle: unknown = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get isSet(): boolean {
    return this.#handle !== null;
  }

  set(ms: number, ring: () => void): void {
    this.clear();
    this.#handle = this.#timers.setTimeout(() => {
      this.#handle = null;
      ring();
    }, ms);
  }

  clear(): void {
    if (this.#handle === null) return;
    this.#timers.clearTimeout(this.#handle);
    this.#handle = null;
  }
}

/** Shape of a retry schedule, in milliseconds. */
export interface Backoff {
  readonly base: number;
  readonly max: number;
}

/** Reconnecting, and loading the code for it. */
export const reconnectBackoff: Backoff = { base: 500, max: 15_000 };

/** Failed authorizations, refused subscriptions and sign-ins. */
export const authorizationBackoff: Backoff = { base: 1_000, max: 30_000 };

/** The delay before retry number `attempt` (0 is the first), in milliseconds. Half of it is jitter, so that a fleet spreads out. */
export function retryDelay({ base, max }: Backoff, attempt: number, timers: Timers): number {
  const ceiling = Math.min(max, base * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + timers.random() / 2));
}
