import fc from 'fast-check';
import Pusher from 'pusher-js';
import { expect, it, vi } from 'vitest';
import { ChaosRun } from './support/chaosRun.ts';
import { names, steps } from './support/chaosSteps.ts';
import { live, openStage, subscribers } from './support/stage.ts';
import { startPassing, stopTime } from './support/time.ts';

// A failure prints its seed and path: give them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 50);

it(
  'keeps every holder right over pusher-js and a server that fails in every way (2, 4, 7, 10, 11, 12, 15)',
  async () => {
    // The engine is loaded once, which takes time that no clock of ours tells.
    const first = await openStage();
    await live(first.client.acquire('orders'));
    first.client.dispose();
    await first.server.stop({ abrupt: true });
    stopTime();
    const clock = await startPassing(250);
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const stage = await openStage();
        const { client, server } = stage;
        const timersBefore = vi.getTimerCount();
        try {
          const run = new ChaosRun(stage, clock.pass);
          for (const each of sequence) await run.take(each);
          await run.heal();
          expect(run.wrong).toEqual([]);
          const wanted = [...new Set(run.live.map(({ name }) => name))].sort();
          expect(
            client
              .inspect()
              .channels.map(({ name }) => name)
              .sort(),
          ).toEqual(wanted);
          for (const { lease } of run.live) expect(lease.status.getSnapshot().status).toBe('subscribed');
          for (const name of names)
            expect(`${name} ${subscribers(server, name)}`).toBe(`${name} ${wanted.includes(name) ? 1 : 0}`);
          expect(server.connections()).toHaveLength(1);

          client.dispose();
          await clock.pass(2_000);
          expect(server.connections()).toHaveLength(0);
          const pusher = Pusher.instances.at(-1);
          expect(pusher?.allChannels() ?? []).toEqual([]);
        } finally {
          client.dispose();
          await server.stop({ abrupt: true });
          // A socket of the machine that has not ended in time has a timer of half a minute.
          await clock.pass(31_000);
        }
        expect(vi.getTimerCount()).toBeLessThanOrEqual(timersBefore);
      }),
      { numRuns },
    );
    clock.stop();
  },
  60_000 + numRuns * 5_000,
);
