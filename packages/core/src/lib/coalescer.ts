import { Alarm, type Timers } from './timers.ts';

/** When collected signals become one run, in milliseconds. */
export interface CoalescerOptions {
  /** Quiet time before a run. */
  readonly wait: number;
  /** The longest that a signal waits; also the shortest time between two runs. */
  readonly maxWait: number;
  readonly timers: Timers;
}

/** Collects signals into runs: a burst becomes one run soon after it, a steady stream one run per `maxWait`. */
export interface Coalescer {
  signal(): void;
  /** Drops the run that waits. */
  cancel(): void;
}

/** Creates a coalescer around `run`. A signal during a run leads to another run. */
export function createCoalescer(run: () => void, { wait, maxWait, timers }: CoalescerOptions): Coalescer {
  const alarm = new Alarm(timers);
  let firstSignal: number | null = null;
  let lastRun = Number.NEGATIVE_INFINITY;
  return {
    signal() {
      const now = timers.now();
      firstSignal ??= now;
      const quiet = Math.min(wait, firstSignal + maxWait - now);
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
