import type { Timers } from './timers.ts';

/** Shape of a retry schedule, in milliseconds. */
export interface Backoff {
  readonly base: number;
  readonly max: number;
}

/** The first retry comes soon, later ones further apart; half of each delay is jitter, so that a fleet spreads out. */
export const reconnectBackoff: Backoff = { base: 500, max: 15_000 };

/** The delay before retry number `attempt` (0 is the first), in milliseconds. */
export function retryDelay({ base, max }: Backoff, attempt: number, timers: Timers): number {
  const ceiling = Math.min(max, base * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + timers.random() / 2));
}
