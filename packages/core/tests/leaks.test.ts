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
  const { client, lease } = await liveBench('orders');
  const churn = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      lease.on([`changed.${n}`, `removed.${n}`], () => {})();
      client.user.on(`changed.${n}`, () => {})();
    }
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

it('has the heap where it was after 20,000 client events that had to wait (15)', async () => {
  const { server, timers, lease } = await liveBench('private-chat');
  const wait = async (count: number) => {
    server.drop();
    // Over the rate most are refused in the end; all have waited.
    const sent = Array.from({ length: count }, () => lease.trigger('client-x', 1).catch(() => {}));
    await timers.advance(5_000);
    await Promise.all(sent);
    server.frames.length = 0;
  };
  await wait(1_000);
  const before = await heapUsed();
  await wait(20_000);
  expect((await heapUsed()) - before).toBeLessThan(1_000_000);
}, 30_000);

it('lets go of handlers that were removed after an event, though another listens on (15)', async () => {
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

it('lets a client be collected whose pusher-js instance waits for its next use (15)', async () => {
  const made = Array.from({ length: 20 }, async (_, n) => {
    const { client, timers } = bench({ key: `idle-${n}`, grace: 0 });
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    lease.release();
    await timers.advance(soon);
    return new WeakRef(client);
  });
  const refs = await Promise.all(made);
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});

it('lets clients be collected that were only looked at (1, 15)', async () => {
  const server = new FakeServer();
  const refs = Array.from({ length: 50 }, () => new WeakRef(bench({ server }).client));
  await heapUsed();
  expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
});

it('sets no timer of its own beside a socket that is well where no page can sleep (15)', async () => {
  const { timers, lease, Pusher } = await liveBench('orders');
  // pusher-js's wait for activity.
  expect([timers.pending, Pusher.instances.length, lease.status.getSnapshot().isLive]).toEqual([1, 1, true]);
});

it('leaves no timer of a pause that a retry() ended (15)', async () => {
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
