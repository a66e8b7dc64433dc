import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CloseHistory, step } from './support/closeHistory.ts';
import { startTestServer } from './support/testServer.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2_147_483_647);

it(`knows exactly the subscriptions of its clients, in whatever order they close (FUZZ_SEED=${seed})`, {
  timeout: 60_000,
}, async () => {
  const server = await startTestServer();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25, size: 'max' }), async (steps) => {
      const history = new CloseHistory(server);
      await history.take({ do: 'open' });
      const check = async () => {
        await expect.poll(() => new Set(history.known), { interval: 2 }).toEqual(new Set(history.expected));
      };
      for (const next of steps) {
        await history.take(next);
        await check();
      }
      history.end();
      await check();
      expect(server.channels()).toEqual([]);
    }),
    { seed, numRuns: 60 },
  );
  expect(server.counters().connections).toBeGreaterThan(60);
});
