import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { channel, defineChannels, event } from '../src/contract/contract.ts';
import type { RealtimeOptions } from '../src/options.ts';
import { createManualTimers, createTestClient, FakeServer } from '../src/testing/index.ts';
import { bench, gapsOf, liveBench, soon, statusOf } from './support/setup.ts';

const ids = (lease: { members: { getSnapshot(): { members: readonly { id: string }[] } } }) =>
  lease.members.getSnapshot().members.map(({ id }) => id);

it('shows presence members, who we are, and changes; those who stay keep their identity', async () => {
  const { server, timers, lease } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', { name: 'A' });
  server.rooms.addMember('presence-room', 'b', { name: 'B' });
  await timers.advance(soon);
  const before = lease.members.getSnapshot();
  expect(before).toMatchObject({ count: 3, me: { id: 'me' }, isStale: false });
  expect(ids(lease)).toEqual(['me', 'a', 'b']);
  server.rooms.removeMember('presence-room', 'a');
  server.rooms.addMember('presence-room', 'c', { name: 'C' });
  await timers.advance(soon);
  const after = lease.members.getSnapshot();
  expect(ids(lease)).toEqual(['me', 'b', 'c']);
  expect(after.members[1]).toBe(before.members[2]);
  expect(after.me).toBe(before.me);
  server.send({
    event: 'pusher_internal:member_added',
    channel: 'presence-room',
    data: '{"user_id":"c","user_info":{"name":"C"}}',
  });
  server.send({ event: 'pusher_internal:member_removed', channel: 'presence-room', data: '{"user_id":"x"}' });
  await timers.advance(soon);
  expect(lease.members.getSnapshot()).toBe(after);
});

it('gives a late holder the members at once', async () => {
  const { client, server, timers } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', null);
  await timers.advance(soon);
  const late = client.acquire('presence-room');
  expect(ids(late)).toEqual(['me', 'a']);
});

it('knows how a held channel is doing and who is there without another hold, and nothing of one that nobody holds', async () => {
  const { client, lease, server, timers } = await liveBench('presence-room', { grace: 100 });
  expect(client.peek('presence-room')).toBe(lease.status.getSnapshot());
  expect(client.peekMembers('presence-room')).toBe(lease.members.getSnapshot());
  lease.release();
  expect(client.peekMembers('presence-room')).toMatchObject({ count: 1, isStale: false });
  await timers.advance(200);
  expect([client.peek('presence-room'), client.peekMembers('presence-room')]).toEqual([null, null]);
  expect(server.received('pusher:subscribe')).toHaveLength(1);
});

it('knows a held channel by its name in the contract, whose prefix is dropped on the wire', async () => {
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

it('takes no public channel for the private one of the same name', () => {
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

it('refuses another hold of a channel that the contract of a hot reload knows no more', async () => {
  const { client, timers } = bench({ channels: defineChannels({ orders: {}, prices: {} }) as never });
  client.acquire('orders');
  client.mount()();
  client.configure({ channels: defineChannels({ prices: {} }) as never });
  expect(() => client.acquire('orders')).toThrow(expect.objectContaining({ code: 'CK106' }));
  await timers.advance(soon);
  expect(client.peek('orders')).toMatchObject({ status: 'subscribed' });
});

it('keeps the last list over a drop, marked stale, and has the new one after it; equal members stay the same', async () => {
  const { server, timers, lease } = await liveBench('presence-room');
  server.rooms.addMember('presence-room', 'a', { name: 'A' });
  server.rooms.addMember('presence-room', 'b', { name: 'B' });
  await timers.advance(soon);
  const before = lease.members.getSnapshot();
  server.drop();
  expect(lease.members.getSnapshot()).toEqual({ ...before, isStale: true });
  server.rooms.removeMember('presence-room', 'a');
  await timers.advance(2_000);
  const after = lease.members.getSnapshot();
  expect(after.isStale).toBe(false);
  expect(ids(lease)).toEqual(['me', 'b']);
  expect(after.members[1]).toBe(before.members[2]);
});

it('reads members with a schema that makes what JSON cannot say', async () => {
  const timers = createManualTimers();
  const info = z.object({ n: z.number() }).transform(({ n }) => ({ n: BigInt(n) }));
  const channels = defineChannels({ 'presence-room': channel({ member: info, events: {} }) });
  const { client, server, auth } = createTestClient({ timers, channels });
  auth.user = { id: 'me', info: { n: 1 } };
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  server.rooms.addMember('presence-room', 'a', { n: 2 });
  await timers.advance(soon);
  server.drop();
  await timers.advance(2_000);
  expect(lease.members.getSnapshot().members).toEqual([
    { id: 'me', info: { n: 1n } },
    { id: 'a', info: { n: 2n } },
  ]);
});

it('joins two clients in one room', async () => {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const anna = createTestClient({ timers, server });
  const ben = createTestClient({ timers, server });
  anna.auth.user = { id: 'anna' };
  ben.auth.user = { id: 'ben' };
  const hers = anna.client.acquire('presence-room');
  await timers.advance(soon);
  const his = ben.client.acquire('presence-room');
  await timers.advance(soon);
  expect([ids(hers), ids(his)]).toEqual([
    ['anna', 'ben'],
    ['anna', 'ben'],
  ]);
  const heard: unknown[] = [];
  hers.on('client-typing', (data, { userId }) => heard.push([data, userId]));
  his.on('client-typing', () => heard.push('echo'));
  await his.trigger('client-typing', { on: true });
  await timers.advance(soon);
  expect(heard).toEqual([[{ on: true }, 'ben']]);
  his.release();
  await timers.advance(600);
  expect(ids(hers)).toEqual(['anna']);
});

it('starts a cache channel with the last event, keeps it for late holders, and tells a miss', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('cache-price');
  const misses: number[] = [];
  lease.onCacheMiss(() => misses.push(1));
  await timers.advance(soon);
  expect(misses).toHaveLength(1);
  expect(lease.lastMessage).toBeNull();
  expect(client.acquire('cache-price').cacheMiss.getSnapshot()).toBe(true);
  server.trigger('cache-price', 'client-typing', 1);
  await timers.advance(soon);
  expect(lease.cacheMiss.getSnapshot()).toBe(true);
  server.trigger('cache-price', 'changed', { eur: 5 });
  await timers.advance(soon);
  expect(lease.cacheMiss.getSnapshot()).toBe(false);
  expect(lease.lastMessage).toMatchObject({ event: 'changed', data: { eur: 5 } });
  const late = client.acquire('cache-price');
  expect(late.lastMessage).toBe(lease.lastMessage);

  const second = createTestClient({ timers, server });
  const fresh = second.client.acquire('cache-price');
  const seen: unknown[] = [];
  fresh.on('changed', (data) => seen.push(data));
  await timers.advance(soon);
  expect(seen).toEqual([{ eur: 5 }]);
  expect(fresh.lastMessage).toMatchObject({ data: { eur: 5 } });
});

it('keeps no last message of other channels, nor of client events', async () => {
  const { server, timers, lease } = await liveBench('private-cache-x');
  server.trigger('private-cache-x', 'client-typing', 1);
  await timers.advance(soon);
  expect(lease.lastMessage).toBeNull();
  const other = await liveBench('orders');
  other.server.trigger('orders', 'a', 1);
  await other.timers.advance(soon);
  expect(other.lease.lastMessage).toBeNull();
});

it('forgets the last event of a cache channel when the server has none any more', async () => {
  const { server, timers, lease } = await liveBench('cache-price');
  server.trigger('cache-price', 'changed', 1);
  await timers.advance(soon);
  server.send({ event: 'pusher:cache_miss', channel: 'cache-price' });
  await timers.advance(soon);
  expect([lease.lastMessage, lease.cacheMiss.getSnapshot()]).toEqual([null, true]);
});

it('shows who is told of a miss that there was one', async () => {
  const { client, timers } = bench();
  const lease = client.acquire('cache-price');
  const shown: boolean[] = [];
  lease.onCacheMiss(() => shown.push(lease.cacheMiss.getSnapshot()));
  await timers.advance(soon);
  expect(shown).toEqual([true]);
});

it('shows nothing of a channel any more once it has ended, to a lease that was kept neither (15)', async () => {
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

it('shows the number of subscriptions where the server tells it, and waits for it nowhere', async () => {
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

it('queues a client event until the channel is subscribed', async () => {
  const { client, server, auth, timers } = bench();
  auth.answer('hold', { times: 1 });
  const lease = client.acquire('private-chat');
  const done = lease.trigger('client-typing', { on: true });
  await timers.advance(1_000);
  expect(server.received('client-typing')).toHaveLength(0);
  auth.release();
  await timers.advance(soon);
  await done;
  await timers.advance(soon);
  expect(server.received('client-typing')).toMatchObject([{ channel: 'private-chat', data: { on: true } }]);
});

it('keeps a client event for the next socket when this one is known to be dead', async () => {
  const { server, timers, lease, Pusher } = await liveBench('private-chat');
  server.drop();
  // pusher-js still says so, and would lose what it is given.
  expect(Pusher.instances[0]?.connection.state).toBe('connected');
  const done = lease.trigger('client-typing', { on: true });
  await timers.advance(2_000);
  await done;
  expect(server.received('client-typing')).toMatchObject([{ channel: 'private-chat', data: { on: true } }]);
});

it('refuses client events that cannot be sent, each with its code (12)', async () => {
  const timers = createManualTimers();
  const channels = defineChannels({
    orders: { 'client-x': event() },
    'private-chat': { 'client-typing': z.object({ on: z.boolean() }), other: event() },
    'private-encrypted-x': { 'client-x': event() },
  });
  const { client } = createTestClient({ timers, channels });
  const open = client.acquire('orders') as never as { trigger(event: string, data: unknown): Promise<void> };
  const sealed = client.acquire('private-encrypted-x') as never as typeof open;
  const lease = client.acquire('private-chat');
  const loose = lease as never as typeof open;
  await timers.advance(soon);
  await expect(open.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(sealed.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(loose.trigger('other', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(loose.trigger('pusher:ping', 1)).rejects.toMatchObject({ code: 'CK102' });
  await expect(loose.trigger('client-unknown', 1)).rejects.toMatchObject({ code: 'CK106' });
  await expect(loose.trigger('client-typing', { on: 'x' })).rejects.toMatchObject({ code: 'CK108' });
  lease.release();
  await expect(lease.trigger('client-typing', { on: true })).rejects.toMatchObject({ code: 'CK310' });
});

it('refuses at once what cannot be sent as JSON, and says what to do', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('private-chat');
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const data of [circle, { price: 1n }, () => {}]) {
    await expect(lease.trigger('client-x', data)).rejects.toMatchObject({
      name: 'RealtimeError',
      code: 'CK306',
      remedy: expect.stringContaining('JSON'),
    });
  }
  await timers.advance(soon);
  expect(server.received('client-x')).toHaveLength(0);
});

it('sends at most ten client events a second, over all channels', async () => {
  const { client, server, timers, lease } = await liveBench('private-a');
  const other = client.acquire('private-b');
  await timers.advance(soon);
  for (let n = 0; n < 5; n += 1) {
    await lease.trigger('client-x', n);
    await other.trigger('client-x', n);
  }
  await expect(lease.trigger('client-x', 5)).rejects.toMatchObject({ code: 'CK308' });
  await timers.advance(1_000);
  await lease.trigger('client-x', 6);
  await timers.advance(soon);
  expect(server.received('client-x')).toHaveLength(11);
  for (let n = 0; n < 9; n += 1) await lease.trigger('client-x', n);
  await expect(lease.trigger('client-x', 9)).rejects.toMatchObject({ code: 'CK308' });
  // The server counts for each connection anew.
  client.disconnect();
  client.connect();
  await timers.advance(soon);
  await expect(lease.trigger('client-x', 10)).resolves.toBeUndefined();
});

it('says of a client event that pusher-js could not send it', async () => {
  const { lease, Pusher } = await liveBench('private-chat');
  for (const each of Pusher.instances) each.send_event = () => false;
  await expect(lease.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK307' });
});

it('rejects a waiting client event when the channel is denied or given back', async () => {
  const { client, auth, timers } = bench();
  auth.answer(403, { channel: 'private-denied' });
  auth.answer('never', { channel: 'private-slow' });
  const denied = client.acquire('private-denied');
  const slow = client.acquire('private-slow');
  const results = Promise.allSettled([denied.trigger('client-x', 1), slow.trigger('client-x', 1)]);
  await timers.advance(soon);
  slow.release();
  expect(await results).toMatchObject([
    { status: 'rejected', reason: { code: 'CK302' } },
    { status: 'rejected', reason: { code: 'CK310' } },
  ]);
});

it('inspects channels, counters and the last 200 events, no more, without payloads (13, 15)', async () => {
  const { client, server, timers } = await liveBench('orders');
  for (let n = 0; n < 300; n += 1) server.trigger('orders', `e${n}`, { secret: 'payload' });
  await timers.advance(soon);
  const { connection, user, channels, counters, log } = client.inspect();
  expect(connection.state).toBe('connected');
  expect(user.id).toBeNull();
  expect(channels).toMatchObject([{ name: 'orders', leases: 1, status: { status: 'subscribed' } }]);
  expect(counters).toMatchObject({ message: 300, live: 1, added: 1 });
  expect(log).toHaveLength(200);
  expect(log.at(-1)).toMatchObject({ type: 'message', subject: 'orders e299' });
  expect(log.map(({ at }) => at)).toEqual([...log.map(({ at }) => at)].sort((a, b) => a - b));
  expect(JSON.stringify(log)).not.toContain('payload');
});

it.each([
  [4301, 'CK306', 'Client events are off'],
  [4302, 'CK212', 'Watchlist limit exceeded'],
  [4399, 'CK212', 'Something else'],
])('tells of what the server refused with %i, which no promise can', async (code, known, message) => {
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
  expect(error?.remedy).toContain(code === 4301 ? 'Turn on client events' : 'goes on');
  expect([statusOf(lease), gaps]).toEqual(['subscribed', []]);
});
