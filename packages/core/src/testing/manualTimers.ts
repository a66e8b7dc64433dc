import type { Timers } from '../lib/timers.ts';

/** A clock that stands still until it is told to move. */
export interface ManualTimers extends Timers {
  /** Number of timers that are set. */
  readonly pending: number;
  /** Moves the clock by `ms` and runs what is due, in order; promises settle before, between and after. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without moving the clock. */
  settle(): Promise<void>;
}

/** What {@link createManualTimers} takes. */
export interface ManualTimersOptions {
  /** Where the clock starts, milliseconds since the epoch. @default 1_000_000 */
  readonly start?: number;
  /** Stands for chance. @default () => 0.5 */
  readonly random?: () => number;
}

interface Task {
  readonly at: number;
  readonly callback: () => void;
}

/** Macrotask turns run every promise reaction that is ready. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });

/**
 * Makes a clock for tests: pass it as `timers` to a client and to the fakes, then drive both with `advance`. What a timer
 * throws rejects the `advance` that ran it.
 */
export function createManualTimers({
  start = 1_000_000,
  random = () => 0.5,
}: ManualTimersOptions = {}): ManualTimers {
  const tasks = new Map<number, Task>();
  let now = start;
  let lastId = 0;

  const nextDue = (until: number): [number, Task] | null => {
    let best: [number, Task] | null = null;
    // Equal times run in the order in which they were set: a map keeps it.
    for (const entry of tasks) if (entry[1].at <= until && (!best || entry[1].at < best[1].at)) best = entry;
    return best;
  };

  return {
    now: () => now,
    random,
    setTimeout(callback, ms) {
      lastId += 1;
      tasks.set(lastId, { at: now + Math.max(0, ms), callback });
      return lastId;
    },
    clearTimeout: (handle) => {
      tasks.delete(handle as number);
    },
    get pending() {
      return tasks.size;
    },
    settle: turn,
    async advance(ms) {
      const until = now + ms;
      await turn();
      for (let due = nextDue(until); due; due = nextDue(until)) {
        const [id, task] = due;
        tasks.delete(id);
        now = Math.max(now, task.at);
        task.callback();
        await turn();
      }
      now = until;
    },
  };
}
