import fc from 'fast-check';
import { runSchedule } from './runSchedule.ts';
import { schedules } from './simSteps.ts';

/** What a search through random schedules takes. */
export interface SearchOptions {
  readonly runs: number;
  /** Longest schedule, in steps. */
  readonly steps: number;
  /** Repeats a search. @default random */
  readonly seed?: number;
  /** A query in use that never gets data is a fault. @default true */
  readonly mustArrive?: boolean;
}

/** What a search found. */
export interface SearchResult {
  readonly seed: number;
  readonly runs: number;
  /** Null: nothing is wrong. Else the shortest schedule that fails and what is wrong with it. */
  readonly failure: string | null;
}

/** Lives through random schedules until one goes wrong, and shrinks that one. */
export async function search({ runs, steps, seed, mustArrive }: SearchOptions): Promise<SearchResult> {
  const property = fc.asyncProperty(schedules(steps), async (schedule) => {
    const faults = await runSchedule(schedule, mustArrive);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  const found = await fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  if (!found.failed) return { seed: found.seed, runs: found.numRuns, failure: null };
  const [schedule] = found.counterexample ?? [];
  const lines = [
    JSON.stringify({ ...schedule, steps: undefined }),
    ...(schedule?.steps ?? []).map((timed) => JSON.stringify(timed)),
    String(found.errorInstance),
  ];
  return { seed: found.seed, runs: found.numRuns, failure: lines.join('\n') };
}
