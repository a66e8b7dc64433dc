import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurableRun, histories } from './support/durableRun.ts';

// A failure prints its seed and path: pass them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 1_000);

it(
  'delivers each event of a durable channel once and in order, or tells a gap, whatever happens to socket, log and user (17, 18)',
  async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ steps, ...given }) => {
        const run = new DurableRun(given);
        for (const step of steps) await run.take(step);
        expect(await run.heal()).toEqual([]);
      }),
      { numRuns },
    );
  },
  180_000 + numRuns * 20,
);
