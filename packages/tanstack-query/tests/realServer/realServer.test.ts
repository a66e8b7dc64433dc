// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sampleHistories } from './realSteps.ts';
import { RealWorld } from './realWorld.ts';

let world: RealWorld;
beforeEach(async () => {
  world = await RealWorld.start();
});
afterEach(() => world.end());

const soon = { timeout: 15_000, interval: 10 };

it('refetches for an event of the local server through the real pusher-js (8)', async () => {
  await vi.waitFor(() => expect(world.isLive).toBe(true), soon);
  for (let n = 0; n < 100; n += 1) world.write('a');
  await vi.waitFor(() => expect(world.differences()).toEqual([]), soon);
});

it('catches up with writes from while the socket was down (7)', async () => {
  await vi.waitFor(() => expect(world.isLive).toBe(true), soon);
  world.server.drop();
  for (let n = 0; n < 5; n += 1) world.write('b');
  await vi.waitFor(() => expect(world.differences()).toEqual([]), soon);
});

const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31));

const histories = sampleHistories({ length: 25, runs: 4, seed });

it.each(histories.map((steps, index) => ({ name: `seed ${seed}, ${index}`, steps })))(
  'ends right after a random history on a real socket ($name)',
  async ({ steps }) => {
    for (const step of steps) await world.do(step);
    await world.do({ type: 'show' });
    await vi.waitFor(() => expect(world.isLive).toBe(true), soon);
    await vi.waitFor(() => expect(world.differences()).toEqual([]), soon);
  },
  40_000,
);
