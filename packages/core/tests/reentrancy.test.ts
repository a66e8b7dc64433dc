import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RealtimeError } from '../src/errors/realtimeError.ts';
import { acts, kinds, NotifiedRun, provocations } from './support/notifiedRun.ts';
import { bench, soon } from './support/setup.ts';

// A failure prints its seed and path: pass them to `fc.assert` to run it again. CHANNELKIT_RUNS asks for more runs.
const numRuns = Number(process.env.CHANNELKIT_RUNS ?? 8);

const fields = { target: fc.nat(9), skip: fc.nat(1) };
const anyTrap = fc.record({ on: fc.constantFrom(...kinds), act: fc.constantFrom(...acts), ...fields });
const conditions = fc.record({ grace: fc.constantFrom(0, 300), latency: fc.constantFrom(0, 0, 30) });
const provoked = fc.array(fc.constantFrom(...provocations), { minLength: 1, maxLength: 6 });

it.each(kinds)(
  'stays consistent and recovers, whatever a listener does when it is notified of: %s (2, 4, 7, 10, 15)',
  async (on) => {
    for (const act of acts.filter((each) => on !== 'onError' || each !== 'throw')) {
      let isTried = false;
      const traps = fc.tuple(
        fc.record({ on: fc.constant(on), act: fc.constant(act), ...fields }),
        fc.array(anyTrap, { maxLength: 3 }),
      );
      await fc.assert(
        fc.asyncProperty(conditions, traps, provoked, async (given, [first, others], sequence) => {
          const run = new NotifiedRun(given);
          for (const each of [first, ...others]) run.trap(each);
          await run.begin();
          for (const each of sequence) await run.provoke(each);
          await run.end();
          isTried ||= run.tried.has(`${on}: ${act}`);
          expect(run.wrong).toEqual([]);
        }),
        { numRuns },
      );
      expect(isTried, act).toBe(true);
    }
  },
  60_000 + numRuns * 100,
);

it.each([0, 5_000])(
  'sends no client event on a channel that a listener releases when it becomes live, with a grace of %i ms',
  async (grace) => {
    const { client, server, timers } = bench({ grace });
    client.acquire('orders');
    const lease = client.acquire('private-orders');
    const outcome = lease.trigger('client-typing', {}).then(
      () => 'sent',
      (error: RealtimeError) => error.code,
    );
    await timers.settle();
    lease.status.subscribe(() => {
      if (lease.status.getSnapshot().isLive) lease.release();
    });
    await timers.advance(soon);
    expect(await outcome).toBe('CK310');
    expect(server.received('client-typing')).toHaveLength(0);
  },
);

it('sends a waiting client event on the next socket if the first is lost when the channel becomes live', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('private-orders');
  const sent = lease.trigger('client-typing', {});
  let isFirst = true;
  await timers.settle();
  lease.status.subscribe(() => {
    if (!lease.status.getSnapshot().isLive || !isFirst) return;
    isFirst = false;
    server.drop();
  });
  await timers.advance(5_000);
  await sent;
  expect(server.received('client-typing').map(({ socketId }) => socketId)).toEqual([server.sockets[0]?.id]);
});
