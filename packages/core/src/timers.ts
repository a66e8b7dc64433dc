/** Clock, timers and chance of a client; replace them in tests. */
export interface Timers {
  /** Milliseconds since the epoch that never run backwards. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** The machine's own: looked up at every call, so that fake timers installed later are honoured. */
export const systemTimers: Timers = {
  // A wall clock may be set back, and "begun before" must stay true afterwards.
  now: () => performance.timeOrigin + performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
};

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
