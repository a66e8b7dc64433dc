import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { FakeServer } from '../src/testing/index.ts';
import { bench, liveBench, soon } from './support/setup.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in use once garbage is gone. */
async function heapUsed(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

it('leaves no timer, listener, entry or socket after everything was given back and the grace has passed (15)', async () => {
  const { client, server, auth, timers, Pusher } = bench();
  const names = ['orders', 'private-orders', 'presence-room', 'private-encrypted-x', 'cache-x'];
  const leases = names.flatMap((name) => [client.acquire(name), client.acquire(name)]);
  for (const lease of leases) {
    lease.on('a', () => {});
    lease.on('*', () => {});
    lease.onGap(() => {});
    lease.onCacheMiss(() => {});
  }
  await timers.advance(soon);
  server.drop();
  auth.answer(500, { times: 3 });
  await timers.advance(10_000);
  for (const lease of leases) lease.release();
  await timers.advance(6_000);
  expect(timers.pending).toBe(0);
  expect(server.sockets).toHaveLength(0);
  expect(client.inspect().channels).toEqual([]);
  expect(client.connection.getSnapshot().state).toBe('idle');
  expect(Pusher.instances).toHaveLength(1);
  expect(Pusher.instances[0]?.allChannels()).toEqual([]);
});

it('leaves nothing after a dispose in the middle of anything (15)', async () => {
  const moments: ((made: ReturnType<typeof bench>) => Promise<void>)[] = [
    async () => {},
    async ({ timers }) => timers.settle(),
    async ({ timers }) => timers.advance(soon),
    async ({ timers, server }) => {
      await timers.advance(soon);
      server.goDown();
      await timers.advance(5_000);
    },
    async ({ timers, auth }) => {
      auth.answer('never');
      await timers.advance(soon);
    },
    async ({ timers, server }) => {
      server.answerSubscribes('never');
      await timers.advance(soon);
    },
    async ({ timers, server }) => {
      server.answerConnects('silence');
      await timers.advance(1_000);
    },
  ];
  for (const reach of moments) {
    const made = bench();
    const lease = made.client.acquire('private-orders');
    made.client.acquire('presence-room').release();
    const waiting = lease.trigger('client-x', 1).catch((error: { code: string }) => error.code);
    await reach(made);
    made.client.dispose();
    lease.release();
    // what was to be sent is sent in this turn
    await made.timers.advance(0);
    expect(made.timers.pending).toBe(0);
    await made.timers.advance(120_000);
    expect(made.server.sockets).toHaveLength(0);
    expect(made.client.inspect().channels).toEqual([]);
    expect([undefined, 'CK310']).toContain(await waiting);
  }
});

it('has the heap where it was after 100,000 holds on one channel (15)', async () => {
  const { client, timers } = await liveBench('private-orders');
  const churn = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const lease = client.acquire('private-orders');
      lease.on('a', () => {});
      lease.on(['b', 'c'], () => {});
      lease.onGap(() => {});
      lease.status.subscribe(() => {})();
      lease.release();
    }
    await timers.advance(1);
  };
  await churn(2_000);
  const before = await heapUsed();
  await churn(100_000);
  expect((await heapUsed()) - before).toBeLessThan(1_000_000);
  expect(client.inspect().channels).toMatchObject([{ leases: 1 }]);
}, 30_000);

it('has the heap where it was after 20,000 events that somebody listened to for a while (15)', async () => {
  const { lease } = await liveBench('orders');
  const churn = (count: number) => {
    for (let n = 0; n < count; n += 1) lease.on([`changed.${n}`, `removed.${n}`], () => {})();
  };
  churn(500);
  const before = await heapUsed();
  churn(20_000);
  expect((await heapUsed()) - before).toBeLessThan(1_000_000);
}, 30_000);

it('has the heap where it was after 5,000 channels that came and went (15)', async () => {
  const { client, server, timers } = await liveBench('keep', { grace: 0 });
  const churn = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const lease = client.acquire(`private-order-${n}`);
      await timers.advance(2);
      lease.release();
    }
    await timers.advance(soon);
    server.frames.length = 0;
  };
  await churn(300);
  const before = await heapUsed();
  await churn(5_000);
  expect((await heapUsed()) - before).toBeLessThan(4_000_000);
  expect(server.subscribers('keep')).toHaveLength(1);
  expect(client.inspect().channels).toHaveLength(1);
}, 30_000);

it('lets clients be collected that were only looked at', async () => {
  const server = new FakeServer();
  const refs = Array.from({ length: 50 }, () => new WeakRef(bench({ server }).client));
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});
