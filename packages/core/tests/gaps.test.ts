import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineChannels } from '../src/contract/contract.ts';
import { createManualTimers, createTestClient } from '../src/testing/index.ts';
import type { GapReason } from '../src/types.ts';
import {
  type Bench,
  bench,
  gapsOf,
  liveBench,
  record,
  sharedBench,
  soon,
  statusOf,
} from './support/setup.ts';

it('reports no gap on a clean first subscription, but since when it is live (7)', async () => {
  const { client, timers } = bench();
  const live = record(client, 'live');
  const lease = client.acquire('private-orders');
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  expect(gaps).toEqual([]);
  expect(live).toEqual([
    { type: 'live', channel: 'private-orders', liveSince: expect.any(Number), gap: null },
  ]);
  expect(lease.status.getSnapshot().liveSince).toBe(live[0]?.liveSince);
});

it('reports a drop once to every holder, when the channel is live again (7)', async () => {
  const { client, server, timers, lease } = await liveBench('private-orders');
  const other = client.acquire('private-orders');
  const gaps = [gapsOf(lease), gapsOf(other)];
  const since = lease.status.getSnapshot().liveSince as number;
  await timers.advance(60_000);
  server.trigger('private-orders', 'order.updated', {});
  await timers.advance(1_000);
  const lastFrame = timers.now() - 1_000;
  server.drop();
  expect(statusOf(lease)).toBe('retrying');
  await timers.advance(5);
  expect(gaps).toEqual([[], []]);
  await timers.advance(5_000);
  for (const reported of gaps) {
    expect(reported).toEqual([
      { channel: 'private-orders', since: expect.any(Number), reason: 'connection' },
    ]);
    expect(reported[0]?.since).toBeGreaterThanOrEqual(lastFrame - 1);
    expect(reported[0]?.since).toBeLessThanOrEqual(lastFrame + 1);
  }
  expect(lease.status.getSnapshot().liveSince).toBeGreaterThan(since);
});

it('reports several drops in a row as one gap, since the first (7)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const gaps = gapsOf(lease);
  const before = timers.now();
  server.goDown();
  await timers.advance(40_000);
  server.goUp();
  await timers.advance(40_000);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.since).toBeLessThanOrEqual(before);
});

it('begins each gap after the end of the previous one (7)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  const gaps = gapsOf(lease);
  for (const code of [1006, 1000]) {
    await timers.advance(20_000);
    const { liveSince } = lease.status.getSnapshot();
    server.drop(code);
    await timers.advance(5_000);
    expect(gaps.at(-1)?.since).toBeGreaterThanOrEqual(liveSince as number);
  }
  expect(gaps).toHaveLength(2);
  server.send('garbage');
  await timers.advance(soon);
  expect(gaps.map(({ reason }) => reason)).toEqual(['connection', 'connection', 'payload']);
});

it.each<[what: string, reason: GapReason, fail: (made: Bench) => void]>([
  ['authorization fails', 'subscription', ({ auth }) => auth.answer(500, { times: 2 })],
  ['authorization is denied', 'subscription', ({ auth }) => auth.answer(403, { times: 1 })],
  [
    'subscription is refused',
    'subscription',
    ({ server }) => server.answerSubscribes({ refuse: 'no', status: 401 }, { times: 1 }),
  ],
  [
    'subscription is not answered',
    'subscription',
    ({ server }) => server.answerSubscribes('never', { times: 1 }),
  ],
  ['connection is refused', 'connection', ({ server }) => server.answerConnects('refuse', 3)],
])('reports a gap since the acquire when the first %s (7)', async (_, reason, fail) => {
  const made = bench();
  fail(made);
  const since = made.timers.now();
  const lease = made.client.acquire('private-orders');
  const gaps = gapsOf(lease);
  await made.timers.advance(500);
  expect(gaps).toEqual([]);
  await made.timers.advance(30_000);
  lease.retry();
  await made.timers.advance(soon);
  expect(gaps).toEqual([{ channel: 'private-orders', since, reason }]);
});

it('reports a payload that fails its schema as a gap at once, and moves liveSince (7, 12)', async () => {
  const timers = createManualTimers();
  const channels = defineChannels({ orders: { 'order.updated': z.object({ id: z.number() }) } });
  const { client, server } = createTestClient({ timers, channels });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  const seen: unknown[] = [];
  lease.on('order.updated', (data) => seen.push(data));
  const gaps = gapsOf(lease);
  const before = lease.status.getSnapshot().liveSince as number;
  await timers.advance(1_000);
  server.trigger('orders', 'order.updated', { id: 'x' });
  await timers.advance(soon);
  expect(seen).toEqual([]);
  expect(gaps).toEqual([{ channel: 'orders', since: expect.any(Number), reason: 'payload' }]);
  expect(lease.status.getSnapshot().liveSince).toBeGreaterThan(before);
  server.trigger('orders', 'order.updated', { id: 1 });
  await timers.advance(soon);
  expect(seen).toEqual([{ id: 1 }]);
  expect(gaps).toHaveLength(1);
});

it('reports no gap to a lease that was released during it, nor to a later lease (7)', async () => {
  const { client, server, timers, lease } = await liveBench('orders', { grace: 0 });
  const keep = client.acquire('keep');
  await timers.advance(soon);
  const gaps = gapsOf(lease);
  server.drop();
  lease.release();
  await timers.advance(5_000);
  const late = client.acquire('orders');
  const lateGaps = gapsOf(late);
  await timers.advance(soon);
  expect(gaps).toEqual([]);
  expect(lateGaps).toEqual([]);
  expect(statusOf(late)).toBe('subscribed');
  keep.release();
});

it('reports the gap of a channel in its grace to observers (7)', async () => {
  const { client, server, timers, lease } = await liveBench('orders', { grace: 60_000 });
  const live = record(client, 'live');
  lease.release();
  server.drop();
  await timers.advance(5_000);
  expect(live).toHaveLength(1);
  expect(live[0]?.gap).toMatchObject({ reason: 'connection' });
});

it('reports a disconnect() and connect() as a gap (7)', async () => {
  const { client, timers, lease } = await liveBench('orders');
  const gaps = gapsOf(lease);
  client.disconnect();
  await timers.advance(1_000);
  client.connect();
  await timers.advance(soon);
  expect(gaps).toHaveLength(1);
});

it('reports each gap once when a listener disconnects as soon as the channel is live (7)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  const gaps = gapsOf(lease);
  const stop = lease.status.subscribe(() => {
    if (lease.status.getSnapshot().isLive) client.disconnect();
  });
  server.drop();
  await timers.advance(5_000);
  expect([statusOf(lease), gaps.length]).toEqual(['idle', 1]);
  const { since = 0 } = gaps[0] ?? {};
  stop();
  client.connect();
  await timers.advance(soon);
  expect(gaps).toHaveLength(2);
  expect(gaps[1]?.since).toBeGreaterThan(since);
});

it("emits 'lost' only for channels that were live (7)", async () => {
  const { client, server, auth, timers } = bench();
  const lost = record(client, 'lost');
  auth.answer(500, { times: 1 });
  const lease = client.acquire('presence-room');
  await timers.advance(5_000);
  expect([statusOf(lease), lost]).toEqual(['subscribed', []]);
  auth.answer('never');
  client.acquire('private-orders');
  await timers.advance(soon);
  server.drop();
  expect(lost).toMatchObject([{ channel: 'presence-room', reason: 'connection' }]);
});

it('reports no gap for a change of user before the first answer (7)', async () => {
  const { client, auth, timers } = bench();
  client.user.set('a');
  auth.answer('hold', { times: 1 });
  const lease = client.acquire('private-orders');
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  client.user.set('b');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(gaps).toEqual([]);
});

it('begins the gap of a half-open socket with its last sign of life, whoever closes it (7)', async () => {
  for (const how of ['disconnect', 'application', 'user'] as const) {
    const shared = how === 'application' ? await sharedBench('keep') : null;
    const { client, server, timers } = shared ?? bench();
    client.user.set('a');
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    const gaps = gapsOf(lease);
    const frozenAt = timers.now();
    server.freeze();
    await timers.advance(5_000);
    server.trigger('private-orders', 'lost', 1);
    await timers.advance(5_000);
    if (how === 'disconnect') client.disconnect();
    shared?.pusher.disconnect();
    await timers.settle();
    if (how === 'user') client.user.set('b');
    else client.connect();
    await timers.advance(120_000);
    expect(gaps, how).toHaveLength(1);
    expect(gaps[0]?.since, how).toBeLessThanOrEqual(frozenAt);
  }
});

it('begins the gap of an unreadable event when it arrived, even if the channel is lost before its key comes (7)', async () => {
  for (const how of ['limit', 'drop', 'user'] as const) {
    const { client, server, auth, timers } = bench();
    client.user.set('a');
    const lease = client.acquire('private-encrypted-x');
    await timers.advance(soon);
    const gaps = gapsOf(lease);
    server.rooms.secrets.set('private-encrypted-x', 'x'.repeat(43).concat('='));
    auth.answer('never', { times: 1 });
    await timers.advance(5_000);
    const at = timers.now();
    server.trigger('private-encrypted-x', 'a', 1);
    await timers.advance(3_000);
    server.rooms.secrets.clear();
    server.trigger('private-encrypted-x', 'b', 2);
    await timers.advance(1_000);
    if (how === 'drop') server.drop();
    if (how === 'user') client.user.set('b');
    await timers.advance(60_000);
    expect(gaps, how).toEqual([{ channel: 'private-encrypted-x', since: at, reason: 'payload' }]);
  }
});

it('reports no gap for an encrypted event that was read (7)', async () => {
  const { server, timers, lease } = await liveBench('private-encrypted-x');
  const gaps = gapsOf(lease);
  server.trigger('private-encrypted-x', 'a', 1);
  await timers.advance(20_000);
  expect(gaps).toEqual([]);
  server.drop();
  await timers.advance(5_000);
  expect(gaps.map(({ reason }) => reason)).toEqual(['connection']);
});

it.each([
  { who: 'a transport of its own', make: async () => bench() },
  { who: "the application's instance", make: () => sharedBench('keep') },
])(
  'reports a gap after it took the late answer to an earlier attempt for that to the next, on $who (2, 7)',
  async ({ make }) => {
    const { client, server, timers } = await make();
    client.connect();
    await timers.advance(soon);
    server.latency = 6_000;
    const lease = client.acquire('orders');
    const gaps = gapsOf(lease);
    // The server reads the unsubscribe of the first attempt after it has confirmed that, and the second subscribe later still.
    await timers.advance(16_300);
    expect([statusOf(lease), server.subscribers('orders').length]).toEqual(['subscribed', 0]);
    const lostAt = timers.now();
    server.trigger('orders', 'lost', 1);
    await timers.advance(20_000);
    expect(server.subscribers('orders')).toHaveLength(1);
    const { liveSince } = lease.status.getSnapshot();
    expect(liveSince).toBeGreaterThan(lostAt);
    expect(gaps.at(-1)?.since).toBeLessThanOrEqual(lostAt);
  },
);

it.each([
  [401, 'retrying'],
  [403, 'failed'],
] as const)('reports a gap since a late answer that a refusal with %i followed (7)', async (status, then) => {
  const { client, server, timers } = bench();
  client.connect();
  await timers.advance(soon);
  server.latency = 6_000;
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  await timers.advance(10_500);
  server.answerSubscribes({ refuse: 'no', status }, { times: 1 });
  await timers.advance(6_000);
  expect([statusOf(lease), server.subscribers('orders').length]).toEqual(['subscribed', 0]);
  const lostAt = timers.now();
  server.trigger('orders', 'lost', 1);
  await timers.advance(6_500);
  expect([statusOf(lease), gaps.length]).toEqual([then, 1]);
  server.latency = 0;
  lease.retry();
  await timers.advance(60_000);
  expect(gaps.at(-1)?.since).toBeLessThanOrEqual(lostAt);
});
