import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createTestClient, FakeServer } from '../src/testing/index.ts';
import { moveTo } from './support/realPusher.ts';
import { bench, liveBench, pusherBench, realConfig, soon } from './support/setup.ts';

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

it('leaves no timer, entry or socket after everything is released and the grace has passed (15)', async () => {
  const { client, server, auth, timers } = bench();
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
});

it('leaves nothing after dispose(), at any moment (15)', async () => {
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
    async ({ client, timers, auth }) => {
      auth.answer('never');
      client.configure({ userAuth: { authenticate: auth.authenticate } });
      client.user.set('7');
      await timers.advance(soon);
    },
    async ({ client, timers, auth }) => {
      auth.answer(500);
      client.configure({ userAuth: { authenticate: auth.authenticate } });
      client.user.set('7');
      await timers.advance(soon);
    },
    async ({ client, timers, server }) => {
      const channel = 'private-encrypted-x';
      server.answerSubscribes('never');
      client.acquire(channel);
      await timers.advance(soon);
      const sealed = { nonce: 'A'.repeat(32), ciphertext: btoa('{"key":"other","plain":""}') };
      server.send({ event: 'a', channel, data: JSON.stringify(sealed) });
      await timers.advance(soon);
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
    // The last frames leave in this turn.
    await made.timers.advance(0);
    expect(made.timers.pending).toBe(0);
    await made.timers.advance(120_000);
    expect(made.server.sockets).toHaveLength(0);
    expect(made.client.inspect().channels).toEqual([]);
    expect([undefined, 'CK310']).toContain(await waiting);
  }
});

it('keeps no memory of 50,000 leases on one channel (15)', async () => {
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
  await churn(50_000);
  expect((await heapUsed()) - before).toBeLessThan(500_000);
  expect(client.inspect().channels).toMatchObject([{ leases: 1 }]);
}, 30_000);

it('keeps no memory of listeners for 10,000 events (15)', async () => {
  const { client, lease } = await liveBench('orders');
  const churn = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      lease.on([`changed.${n}`, `removed.${n}`], () => {})();
      client.user.on(`changed.${n}`, () => {})();
    }
  };
  churn(500);
  const before = await heapUsed();
  churn(10_000);
  expect((await heapUsed()) - before).toBeLessThan(500_000);
}, 30_000);

it('keeps no memory of 2,500 channels that were released (15)', async () => {
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
  await churn(2_500);
  expect((await heapUsed()) - before).toBeLessThan(2_000_000);
  expect(server.subscribers('keep')).toHaveLength(1);
  expect(client.inspect().channels).toHaveLength(1);
}, 30_000);

it('keeps no memory of 10,000 client events that had to wait (15)', async () => {
  const { server, timers, lease } = await liveBench('private-chat');
  const wait = async (count: number) => {
    server.drop();
    // Most exceed the rate limit in the end, but all have waited.
    const sent = Array.from({ length: count }, () => lease.trigger('client-x', 1).catch(() => {}));
    await timers.advance(5_000);
    await Promise.all(sent);
    server.frames.length = 0;
  };
  await wait(1_000);
  const before = await heapUsed();
  await wait(10_000);
  expect((await heapUsed()) - before).toBeLessThan(500_000);
}, 30_000);

it('keeps no removed handler, though another still listens to the event (15)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  lease.on('a', () => {});
  const offs: (() => void)[] = [];
  const refs = Array.from({ length: 50 }, (_, n) => {
    const handler = () => n;
    offs.push(lease.on('a', handler));
    return new WeakRef(handler);
  });
  server.trigger('orders', 'a', 1);
  await timers.advance(soon);
  for (const off of offs.splice(0)) off();
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});

it('lets clients be collected whose pusher-js instance is idle (15)', async () => {
  const { Pusher } = await pusherBench();
  const refs: WeakRef<object>[] = [];
  for (let n = 0; n < 20; n += 1) {
    const world = bench();
    moveTo(world);
    const { client } = createTestClient({
      ...realConfig,
      server: world.server,
      timers: world.timers,
      transport: undefined,
      pusher: Pusher,
      key: `idle-${n}`,
      grace: 0,
    });
    const lease = client.acquire('private-orders');
    await world.timers.advance(soon);
    lease.release();
    await world.timers.advance(soon);
    refs.push(new WeakRef(client));
  }
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});

it('lets unused clients be collected (1, 15)', async () => {
  const server = new FakeServer();
  const refs = Array.from({ length: 50 }, () => new WeakRef(bench({ server }).client));
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});

it('keeps one timer while a socket is well: the wait for activity (15)', async () => {
  for (const { client, timers } of [bench(), await pusherBench()]) {
    const lease = client.acquire('orders');
    await timers.advance(soon);
    expect([timers.pending, lease.status.getSnapshot().isLive]).toEqual([1, true]);
  }
});

it('clears the retry timer on retry() (15)', async () => {
  const { client, auth, timers } = bench();
  client.acquire('keep');
  await timers.advance(soon);
  const { pending } = timers;
  auth.answer(500, { times: 1 });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect([lease.status.getSnapshot().status, timers.pending]).toEqual(['retrying', pending + 1]);
  lease.retry();
  await timers.advance(soon);
  expect([lease.status.getSnapshot().status, timers.pending]).toEqual(['subscribed', pending]);
});
