import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSchedule } from './runSchedule.ts';
import { schedules } from './simSteps.ts';

it('ends right or marked stale after any history of writes, losses, failures and reloads (7, 8)', async () => {
  await fc.assert(
    fc.asyncProperty(schedules(40), async (schedule) => {
      expect(await runSchedule(schedule)).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
