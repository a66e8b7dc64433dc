import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomRun } from './support/randomRun.ts';
import { moveTo, type RealPusher, realPusher } from './support/realPusher.ts';
import { applicationsPusher, bench, realConfig } from './support/setup.ts';
import { conditions, names, steps } from './support/steps.ts';

// A failure prints its seed and path: pass them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 1_000);

type Prepare = ConstructorParameters<typeof RandomRun>[1];

/** Client options for each transport, all over the same fake server. */
const transports: Record<string, (Pusher: RealPusher) => Prepare> = {
  'the platform’s WebSocket': () => undefined,
  'pusher-js': (Pusher) => (_, world) => {
    moveTo(world);
    return { transport: undefined, pusher: Pusher, ...realConfig };
  },
  'an instance of pusher-js that the application shares': (Pusher) => (run, world) => {
    moveTo(world);
    const pusher = applicationsPusher(Pusher, (request) => run.authorize(request));
    return { transport: undefined, pusher, ...realConfig };
  },
};

it.each(Object.entries(transports))(
  'keeps its promises over random sequences of leases, losses, answers, users and time, over %s (2, 4, 7, 10, 15)',
  async (_, transport) => {
    const prepare = transport(await realPusher(bench()));
    await fc.assert(
      fc.asyncProperty(conditions, steps, fc.boolean(), async (given, sequence, isDisposed) => {
        const run = new RandomRun(given, prepare);
        const { client, server, timers } = run.bench;
        for (const each of sequence) await run.take(each);
        await run.heal();
        expect(run.wrong).toEqual([]);

        // On the wire iff wanted, once the grace has passed.
        const wanted = [...new Set(run.live.map(({ name }) => name))].sort();
        const held = client.inspect().channels.map(({ name }) => name);
        expect(held.sort()).toEqual(wanted);
        for (const name of names) {
          const { length } = server.subscribers(name);
          expect(`${name} ${length}`).toBe(`${name} ${wanted.includes(name) ? 1 : 0}`);
        }
        for (const { lease } of run.live) expect(lease.status.getSnapshot().status).toBe('subscribed');
        expect(server.sockets.length).toBeLessThanOrEqual(1);

        // Nothing is left after the end.
        if (isDisposed) client.dispose();
        for (const { lease } of run.held) lease.release();
        if (!isDisposed) client.disconnect();
        await timers.advance(12_000);
        expect([server.sockets.length, timers.pending, client.inspect().channels]).toEqual([0, 0, []]);
        for (const { lease } of run.held) expect(lease.status.getSnapshot().status).toBe('idle');
      }),
      { numRuns },
    );
  },
  180_000 + numRuns * 20,
);
