/** Clock, timers, frames and randomness of a client; replace them in tests. */
export interface Timers {
  /** Milliseconds since the epoch that never run backwards. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /**
   * Calls back once, when what has changed is to be shown; returns the cancel. Without it, React's hooks show with the page's
   * animation frames, and in a hidden page every 16 ms.
   */
  requestFrame?: ((callback: () => void) => () => void) | undefined;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/**
 * The machine's own: looked up at every call, so that fake timers installed later are honoured. One per client: what is
 * compared must come from one clock.
 */
export function createSystemTimers(): Timers {
  let origin = 0;
  return {
    // A wall clock may be set back, and "begun before" must stay true afterwards; a monotone one may stand still while the
    // machine sleeps. So it is the monotone one, moved forward to the wall clock where that is ahead.
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

/** One timer that restarts instead of piling up. */
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
