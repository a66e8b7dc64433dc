import { Alarm, type Timers } from './timers.ts';

/** When collected signals lead to one run, in milliseconds. */
export interface CoalescerOptions {
  /** Quiet time before a run. */
  readonly window: number;
  /** The longest that a signal waits; also the shortest time between two runs. */
  readonly maxWait: number;
  readonly timers: Timers;
}

/** Collects signals into runs: many signals, one run soon after; a steady stream, one run per `maxWait`. */
export interface Coalescer {
  /** Something happened. */
  signal(): void;
  /** Drops what waits. */
  cancel(): void;
}

/** Makes a coalescer around `run`; a signal during a run leads to another. */
export function createCoalescer(run: () => void, { window, maxWait, timers }: CoalescerOptions): Coalescer {
  const alarm = new Alarm(timers);
  let firstSignal: number | null = null;
  let lastRun = Number.NEGATIVE_INFINITY;
  return {
    signal() {
      const now = timers.now();
      firstSignal ??= now;
      const quiet = Math.min(window, firstSignal + maxWait - now);
      const spaced = lastRun + maxWait - now;
      alarm.set(Math.max(0, quiet, spaced), () => {
        firstSignal = null;
        lastRun = timers.now();
        run();
      });
    },
    cancel() {
      firstSignal = null;
      alarm.clear();
    },
  };
}
