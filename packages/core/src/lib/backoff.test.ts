import { expect, it } from 'vitest';
import { createManualTimers } from '../testing/index.ts';
import { authorizationBackoff, reconnectBackoff, retryDelay } from './backoff.ts';

it('doubles from the base to the maximum, half of it jitter', () => {
  for (const schedule of [reconnectBackoff, authorizationBackoff]) {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const ceiling = Math.min(schedule.max, schedule.base * 2 ** attempt);
      const [low, high] = [0, 0.999999].map((random) =>
        retryDelay(schedule, attempt, createManualTimers({ random: () => random })),
      );
      expect([low, high]).toEqual([Math.round(ceiling / 2), ceiling]);
    }
  }
});
