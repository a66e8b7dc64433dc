import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurableRun } from './support/durableRun.ts';
import { durableHistories } from './support/durableSteps.ts';
import { startPassing, stopTime } from './support/time.ts';

// A failure prints its seed and path: give them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 15);

it(
  'delivers each event of a durable channel once and in order of commits, or tells a gap, over real sockets (17, 18, 20)',
  async () => {
    stopTime();
    const clock = await startPassing(500);
    await fc.assert(
      fc.asyncProperty(durableHistories, async (history) => {
        const run = await DurableRun.start(history, clock.pass);
        try {
          for (const step of history.steps) await run.take(step);
          expect(await run.heal()).toEqual([]);
        } finally {
          await run.stop();
        }
      }),
      { numRuns },
    );
    clock.stop();
  },
  60_000 + numRuns * 5_000,
);
