import 'server-only';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooOften } from './problem.ts';

interface Allowance {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

/** How often something may be done: by each person, or by each address if no session is needed. */
const allowances = {
  auth: { points: 600, duration: 60 },
  change: { points: 60, duration: 10 },
  chat: { points: 10, duration: 10 },
  pay: { points: 20, duration: 60 },
  resume: { points: 600, duration: 60 },
  score: { points: 30, duration: 10 },
  session: { points: 120, duration: 60 },
  testConnection: { points: 10, duration: 60 },
  trigger: { points: 20, duration: 10 },
} as const satisfies Record<string, Allowance>;

const shared = globalThis as typeof globalThis & { demoRateLimits?: Map<string, RateLimiterMemory> };

/**
 * Counts one use.
 * @throws TooOften 429 with the seconds to wait if there were too many
 */
export async function countUse(what: keyof typeof allowances, who: string | number): Promise<void> {
  shared.demoRateLimits ??= new Map();
  const limiter = shared.demoRateLimits.get(what) ?? new RateLimiterMemory(allowances[what]);
  shared.demoRateLimits.set(what, limiter);
  try {
    await limiter.consume(String(who));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new TooOften(Math.ceil(error.msBeforeNext / 1000));
  }
}
