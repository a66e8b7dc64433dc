import type { Timers } from './timers.ts';

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
