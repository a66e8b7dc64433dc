import { afterEach, expect, it, vi } from 'vitest';
import { bench, gapsOf, liveBench, soon, statusOf } from '../../tests/support/setup.ts';
import { defineChannels, event } from '../contract/contract.ts';
import { createManualTimers, createTestClient } from '../testing/index.ts';

const userChannels = defineChannels({
  'private-user.{userId}.invoices': { changed: event() },
  'private-user.{userId}.orders': { changed: event() },
});

afterEach(() => void vi.unstubAllGlobals());

it('ends leases of the old user at once, whatever the grace, and authorizes the other private channels again (2, 7)', async () => {
  const { client, server, auth, timers } = bench({ grace: 60_000 });
  client.user.set(7);
  const own = client.acquire('private-user.7', { scope: 'user' });
  const gone = client.acquire('private-gone.7', { scope: 'user' });
  const shared = client.acquire('private-orders');
  const open = client.acquire('orders');
  await timers.advance(soon);
  gone.release();
  const seen: unknown[] = [];
  own.on('*', (data) => seen.push(data));
  const gaps = gapsOf(shared);
  client.user.set('8');
  expect(statusOf(own)).toBe('idle');
  expect(own.status.getSnapshot().reason).toBe('the user changed');
  expect(client.inspect().channels.map(({ name }) => name)).toEqual(['private-orders', 'orders']);
  server.trigger('private-user.7', 'late', 1);
  await timers.advance(soon);
  expect(seen).toEqual([]);
  expect(server.subscribers('private-user.7')).toHaveLength(0);
  expect(server.subscribers('private-gone.7')).toHaveLength(0);
  expect(auth.requestsFor('private-orders')).toHaveLength(2);
  expect(gaps).toEqual([expect.objectContaining({ reason: 'user' })]);
  expect([statusOf(shared), statusOf(open)]).toEqual(['subscribed', 'subscribed']);
  own.release();
  own.release();
});

it('ends every lease on a channel whose `userId` is the old user, without another authorization (11)', async () => {
  const timers = createManualTimers();
  const { client, server, auth } = createTestClient({ channels: userChannels, timers, grace: 60_000 });
  client.user.set(7);
  const held = client.acquire('private-user.7.invoices');
  client.acquire('private-user.7.orders').release();
  const other = client.acquire('private-user.70.invoices');
  await timers.advance(soon);
  client.user.set(8);
  await timers.advance(soon);
  expect(statusOf(held)).toBe('idle');
  expect(held.status.getSnapshot().reason).toBe('the user changed');
  expect(client.inspect().channels.map(({ name }) => name)).toEqual(['private-user.70.invoices']);
  expect(server.subscribers('private-user.7.invoices')).toHaveLength(0);
  expect(server.subscribers('private-user.7.orders')).toHaveLength(0);
  expect(auth.requestsFor('private-user.7.invoices')).toHaveLength(1);
  expect(auth.requestsFor('private-user.7.orders')).toHaveLength(1);
  expect(statusOf(other)).toBe('subscribed');
});

it('keeps a channel that also has an unscoped lease, and authorizes it again (2)', async () => {
  const { client, auth, timers } = bench();
  client.user.set(7);
  const scoped = client.acquire('private-inbox', { scope: 'user' });
  const free = client.acquire('private-inbox');
  await timers.advance(soon);
  const seen: string[] = [];
  scoped.on('a', () => seen.push('scoped'));
  free.on('a', () => seen.push('free'));
  client.user.set(8);
  await timers.advance(soon);
  expect(statusOf(free)).toBe('subscribed');
  expect(auth.requests).toHaveLength(2);
  expect(client.inspect().channels).toMatchObject([{ name: 'private-inbox', leases: 1 }]);
});

it('requests no authorization for channels that only the grace of the old user keeps (2)', async () => {
  const { client, server, auth, timers } = bench({ grace: 60_000 });
  client.user.set(7);
  const left = client.acquire('private-invoice.1');
  await timers.advance(soon);
  left.release();
  client.user.set(8);
  await timers.advance(soon);
  expect(server.subscribers('private-invoice.1')).toHaveLength(0);
  expect(auth.requestsFor('private-invoice.1')).toHaveLength(1);
});

it('requests no authorization for channels released in the turn of the change, live or denied (2, 11)', async () => {
  const { client, server, auth, timers } = bench({ grace: 60_000 });
  client.user.set(7);
  const live = client.acquire('private-invoice.1');
  await timers.advance(soon);
  auth.answer(403, { times: 1 });
  const denied = client.acquire('private-invoice.2');
  await timers.advance(soon);
  client.user.set(8);
  live.release();
  denied.release();
  await timers.advance(soon);
  expect(server.subscribers('private-invoice.1')).toHaveLength(0);
  expect(auth.requests).toHaveLength(2);
  expect(client.inspect().channels).toEqual([]);
});

it('shows the new user no member, last message or cache miss of the old one', async () => {
  const { client, server, auth, timers } = bench();
  client.user.set(7);
  const room = client.acquire('presence-room');
  const price = client.acquire('private-cache-price');
  await timers.advance(soon);
  server.trigger('private-cache-price', 'changed', 1);
  await timers.advance(soon);
  expect(price.lastMessage).not.toBeNull();
  const stock = client.acquire('private-cache-stock');
  await timers.advance(soon);
  expect(stock.cacheMiss.getSnapshot()).toBe(true);
  auth.user = { id: 'other' };
  auth.answer('hold');
  client.user.set(8);
  await timers.advance(soon);
  expect(price.lastMessage).toBeNull();
  expect(stock.cacheMiss.getSnapshot()).toBe(false);
  expect(room.members.getSnapshot()).toEqual({ members: [], me: null, count: 0, isStale: true });
  auth.release();
  await timers.advance(soon);
  expect(room.members.getSnapshot()).toMatchObject({ count: 1, me: { id: 'other' }, isStale: false });
  expect(price.lastMessage).toMatchObject({ data: 1 });
});

it('leaves channels alone when the first user is set, or the same one again (3)', async () => {
  const { client, server, auth, timers } = await liveBench('private-orders');
  const before = server.frames.length;
  client.user.set(7);
  client.user.set('7');
  client.user.set(7);
  await timers.advance(1_000);
  expect(server.frames).toHaveLength(before);
  expect(auth.requests).toHaveLength(1);
});

it('ends every lease of the user on log-out', async () => {
  const { client, server, timers } = bench();
  client.user.set(7);
  client.acquire('private-user.7', { scope: 'user' });
  const keep = client.acquire('orders');
  await timers.advance(soon);
  client.user.set(null);
  await timers.advance(soon);
  expect(client.user.getSnapshot()).toEqual({ id: null, signIn: 'off', error: null });
  expect(server.subscribers('private-user.7')).toHaveLength(0);
  keep.release();
});

it('ends the channels of the old user before it notifies of the new one', async () => {
  const { client, timers } = bench();
  client.user.set(7);
  client.acquire('private-user.7', { scope: 'user' });
  await timers.advance(soon);
  const seen: string[][] = [];
  client.user.subscribe(() => {
    seen.push(client.inspect().channels.map(({ name }) => name));
    client.acquire(`private-user.${client.user.getSnapshot().id}`, { scope: 'user' });
  });
  client.user.set(8);
  await timers.advance(soon);
  expect(seen).toEqual([[]]);
  expect(client.inspect().channels).toMatchObject([{ name: 'private-user.8', status: { isLive: true } }]);
});

it('drops an event that was on its way to the old user (2)', async () => {
  const { client, server, auth, timers } = bench();
  client.user.set(7);
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  const seen: unknown[] = [];
  lease.on('*', (data) => seen.push(data));
  auth.answer(403);
  server.trigger('private-orders', 'updated', 1);
  client.user.set(8);
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('failed');
  expect(seen).toEqual([]);
});
