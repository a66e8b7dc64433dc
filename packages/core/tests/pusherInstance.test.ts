import { expect, it, vi } from 'vitest';
import type { PusherInstance } from '../src/transport/pusherApi.ts';
import { pusherBench, soon, statusOf } from './support/setup.ts';

it('retries a load of pusher-js that failed, like any other failure of the connection', async () => {
  const { client, server, timers, Pusher } = await pusherBench();
  const before = Pusher.instances.length;
  let fails = 2;
  client.configure({
    pusher: () => {
      fails -= 1;
      return fails >= 0 ? Promise.reject(new Error('chunk')) : Promise.resolve({ default: Pusher });
    },
  });
  const lease = client.acquire('orders');
  await timers.settle();
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'connecting',
    reason: 'the transport could not be loaded',
    error: { code: 'CK202' },
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK202' } });
  await timers.advance(5_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect([Pusher.instances.length - before, server.connectCount]).toEqual([1, 1]);
});

it('fails with CK205 where the runtime has no WebSocket, and tries again only on demand', async () => {
  const { client, server, timers } = await pusherBench();
  vi.stubGlobal('WebSocket', undefined);
  const lease = client.acquire('orders');
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'failed',
    error: { code: 'CK205' },
    retryAt: null,
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK205' } });
  expect(timers.pending).toBe(0);
  client.connect();
  await timers.advance(60_000);
  expect(client.connection.getSnapshot().state).toBe('failed');
  vi.stubGlobal('WebSocket', server.WebSocket);
  client.connect();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('reports as CK202 what a constructor throws, a plain text too', async () => {
  class Picky {
    constructor() {
      throw 'You must pass your app key when you instantiate Pusher.';
    }
    subscribe(): void {}
  }
  const { client, timers } = await pusherBench();
  client.configure({ pusher: Picky as never });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  expect(lease.status.getSnapshot()).toMatchObject({ isLive: false, error: { code: 'CK202' } });
});

it('opens nothing if everything is released while pusher-js is loading (2, 15)', async () => {
  const { client, server, timers, Pusher } = await pusherBench({ grace: 0 });
  const before = Pusher.instances.length;
  let arrive = () => {};
  client.configure({
    pusher: () =>
      new Promise((resolve) => {
        arrive = () => resolve({ default: Pusher });
      }),
  });
  const lease = client.acquire('orders');
  await timers.settle();
  lease.release();
  arrive();
  await timers.advance(60_000);
  expect([Pusher.instances.length - before, server.connectCount]).toEqual([0, 0]);
  expect(client.connection.getSnapshot().state).toBe('idle');
});

it('uses one pusher-js instance for every attempt, and again after it was idle (1, 15)', async () => {
  const { client, server, timers, Pusher } = await pusherBench({ grace: 0 });
  const before = Pusher.instances.length;
  let lease = client.acquire('orders');
  await timers.advance(soon);
  server.goDown();
  await timers.advance(120_000);
  server.goUp();
  await timers.advance(31_000);
  expect(statusOf(lease)).toBe('subscribed');
  for (let round = 0; round < 5; round += 1) {
    lease.release();
    await timers.advance(1_000);
    expect(server.sockets).toHaveLength(0);
    lease = client.acquire('orders');
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
  }
  const made = Pusher.instances.slice(before) as PusherInstance[];
  expect(
    made.map(({ connection }) => (connection as never as { global_callbacks: [] }).global_callbacks.length),
  ).toEqual([1]);
});
