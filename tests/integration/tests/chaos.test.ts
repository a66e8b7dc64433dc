import { createRealtimeClient } from '@channelkit/core';
import fc from 'fast-check';
import Pusher from 'pusher-js';
import { expect, it, vi } from 'vitest';
import { ChaosRun } from './support/chaosRun.ts';
import { names, type Step, steps } from './support/chaosSteps.ts';
import { live, openStage, type Stage, subscribers } from './support/stage.ts';
import { startPassing, stopTime } from './support/time.ts';

// A failure prints its seed and path: give them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 40);

/** Gives the client an instance that the application made, which authorizes by itself. */
function onForeignInstance({ client, ...stage }: Stage, authorize: () => ChaosRun['authorize']): Stage {
  client.dispose();
  const pusher = new Pusher(stage.options.key, {
    cluster: '',
    wsHost: stage.server.host,
    wsPort: stage.server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: (request, callback) => {
        authorize()(request).then(
          (data) => callback(null, data),
          (error) => callback(error, null),
        );
      },
    },
  });
  return {
    ...stage,
    client: createRealtimeClient({ key: stage.options.key, pusher: pusher as never }),
  };
}

/** While the client is idle, the application's instance reads frames without us, and throws on what is malformed. */
const isOurs = ({ do: what }: Step): boolean => what !== 'garbage';

it.each(['its own', "the application's"] as const)(
  'keeps every holder right over %s pusher-js and a server that fails in every way (2, 4, 7, 10, 11, 12, 15)',
  async (whose) => {
    // The engine is loaded once, which takes time that no clock of ours tells.
    const first = await openStage();
    await live(first.client.acquire('orders'));
    first.client.dispose();
    await first.server.stop({ abrupt: true });
    stopTime();
    const clock = await startPassing(250);
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const made = await openStage();
        const stage = whose === 'its own' ? made : onForeignInstance(made, () => run.authorize);
        const { client, server } = stage;
        const timersBefore = vi.getTimerCount();
        const run = new ChaosRun(stage, clock.pass);
        try {
          const taken = whose === 'its own' ? sequence : sequence.filter(isOurs);
          for (const each of taken) await run.take(each);
          await run.heal();
          expect(run.wrong).toEqual([]);
          const wanted = [...new Set(run.live.map(({ name }) => name))].sort();
          const held = client.inspect().channels.map(({ name }) => name);
          expect(held.sort()).toEqual(wanted);
          for (const { lease } of run.live) expect(lease.status.getSnapshot().status).toBe('subscribed');
          for (const name of names)
            expect(`${name} ${subscribers(server, name)}`).toBe(`${name} ${wanted.includes(name) ? 1 : 0}`);
          expect(server.connections()).toHaveLength(1);

          client.dispose();
          await clock.pass(2_000);
          expect(server.connections()).toHaveLength(0);
          expect(Pusher.instances.at(-1)?.allChannels() ?? []).toEqual([]);
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
