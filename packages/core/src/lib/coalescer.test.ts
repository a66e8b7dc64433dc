import { expect, it } from 'vitest';
import { createManualTimers } from '../testing/index.ts';
import { createCoalescer } from './coalescer.ts';

function setUp() {
  const timers = createManualTimers();
  const runs: number[] = [];
  const start = timers.now();
  const run = () => runs.push(timers.now() - start);
  return { timers, runs, coalescer: createCoalescer(run, { wait: 50, maxWait: 500, timers }) };
}

it('runs once for a burst, soon after its last signal', async () => {
  const { timers, runs, coalescer } = setUp();
  for (let n = 0; n < 5; n += 1) {
    coalescer.signal();
    await timers.advance(10);
  }
  await timers.advance(1_000);
  expect(runs).toEqual([90]);
});

it('runs once per maxWait under a steady stream (9)', async () => {
  const { timers, runs, coalescer } = setUp();
  for (let n = 0; n < 400; n += 1) {
    coalescer.signal();
    await timers.advance(10);
  }
  await timers.advance(1_000);
  expect(runs.slice(0, 3)).toEqual([500, 1_000, 1_500]);
  expect(runs.length).toBeLessThanOrEqual(9);
  expect(runs.at(-1)).toBeGreaterThanOrEqual(4_000);
});

it('drops the waiting run when canceled, and still works afterwards', async () => {
  const { timers, runs, coalescer } = setUp();
  coalescer.signal();
  coalescer.cancel();
  await timers.advance(1_000);
  expect(runs).toEqual([]);
  coalescer.signal();
  await timers.advance(1_000);
  expect(runs).toEqual([1_050]);
  expect(timers.pending).toBe(0);
});
