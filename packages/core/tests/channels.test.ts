import { expect, it, vi } from 'vitest';
import { defineChannels, event } from '../src/contract/contract.ts';
import type { RealtimeOptions } from '../src/options.ts';
import { createManualTimers, createTestClient } from '../src/testing/index.ts';
import { bench, gapsOf, liveBench, soon, statusOf } from './support/setup.ts';

it('peeks at the status and members of a held channel without a lease', async () => {
  const { client, lease, server, timers } = await liveBench('presence-room', { grace: 100 });
  expect(client.peek('presence-room')).toBe(lease.status.getSnapshot());
  expect(client.peekMembers('presence-room')).toBe(lease.members.getSnapshot());
  lease.release();
  expect(client.peekMembers('presence-room')).toMatchObject({ count: 1, isStale: false });
  await timers.advance(200);
  expect([client.peek('presence-room'), client.peekMembers('presence-room')]).toEqual([null, null]);
  expect(server.received('pusher:subscribe')).toHaveLength(1);
});

it('peeks at a channel by the name in its contract, whose prefix is dropped on the wire', async () => {
  const timers = createManualTimers();
  const channels = defineChannels(
    { 'private-orders': { updated: event() }, 'private-jobs': { done: event() } },
    { privatePrefix: false },
  );
  const { client } = createTestClient({ channels, timers });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect(lease.channel).toBe('orders');
  for (const name of ['orders', 'private-orders']) expect(client.peek(name)).toBe(lease.status.getSnapshot());
  for (const name of ['private-jobs', 'jobs', 'presence-orders', 'private-private-orders'])
    expect(client.peek(name)).toBeNull();
});

it('does not take a public channel for the private one of the same name', () => {
  const channels = defineChannels({ 'private-orders': {}, orders: {} });
  const { client } = createTestClient({ channels, timers: createManualTimers() });
  client.acquire('orders');
  expect(client.peek('private-orders')).toBeNull();
  const { client: other } = createTestClient({
    channels: defineChannels({ orders: {} }),
    timers: createManualTimers(),
  });
  other.acquire('orders');
  expect(other.peek('private-orders' as 'orders')).toBeNull();
});

it('refuses another lease of a channel that a hot reload removed from the contract', async () => {
  const { client, timers } = bench({ channels: defineChannels({ orders: {}, prices: {} }) as never });
  client.acquire('orders');
  client.mount()();
  client.configure({ channels: defineChannels({ prices: {} }) as never });
  expect(() => client.acquire('orders')).toThrow(expect.objectContaining({ code: 'CK106' }));
  await timers.advance(soon);
  expect(client.peek('orders')).toMatchObject({ status: 'subscribed' });
});

it('allows names of 164 characters on hosted Pusher, and of 200 with a host (12)', () => {
  const lengths = (config: { host?: string }, prefix = '') =>
    [164, 165, 200, 201].filter((length) => {
      const { client } = bench(config);
      try {
        client.acquire(`${prefix}${'x'.repeat(length - prefix.length)}`);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'CK101' });
        return false;
      }
    });
  expect(lengths({})).toEqual([164]);
  expect(lengths({}, 'private-')).toEqual([164]);
  expect(lengths({ host: 'localhost' })).toEqual([164, 165, 200]);
});

it('resets what an ended channel shows, to a lease that was kept as well (15)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  server.rooms.countSubscriptions = true;
  const [price, room] = ['cache-price', 'presence-room'].map((name) => client.acquire(name));
  await timers.advance(soon);
  const shown = () => [
    price?.cacheMiss.getSnapshot(),
    price?.subscriptionCount.getSnapshot(),
    room?.members.getSnapshot().count,
  ];
  expect(shown()).toEqual([true, 1, 1]);
  price?.release();
  room?.release();
  expect(shown()).toEqual([false, null, 0]);
});

it('shows the number of subscriptions if the server sends it', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('orders');
  await timers.advance(soon);
  expect(lease.subscriptionCount.getSnapshot()).toBeNull();
  server.rooms.countSubscriptions = true;
  const { client: second } = createTestClient({ timers, server });
  second.acquire('orders');
  await timers.advance(soon);
  expect(lease.subscriptionCount.getSnapshot()).toBe(2);
});

it.each([
  [4301, 'CK306', 'Client events are off'],
  [4302, 'CK212', 'Watchlist limit exceeded'],
  [4399, 'CK212', 'Something else'],
])('passes what the server refused with %i to onInvalid', async (code, known, message) => {
  const onInvalid = vi.fn<NonNullable<RealtimeOptions['onInvalid']>>();
  const { server, timers, lease } = await liveBench('private-orders', { onInvalid });
  const gaps = gapsOf(lease);
  for (const channel of [undefined, 'private-orders'])
    server.send({ event: 'pusher:error', data: { code, message }, ...(channel && { channel }) });
  await timers.advance(soon);
  expect(onInvalid.mock.calls.map(([{ channel, event }]) => [channel, event])).toEqual([
    [null, null],
    ['private-orders', null],
  ]);
  const { error } = onInvalid.mock.calls[0]?.[0] ?? {};
  expect(error).toMatchObject({ code: known, message: expect.stringContaining(message) });
  expect(error?.remedy).toContain(code === 4301 ? 'Turn on client events' : 'stays up');
  expect([statusOf(lease), gaps]).toEqual(['subscribed', []]);
});
