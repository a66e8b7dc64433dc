import { expect, it } from 'vitest';
import { createTestClient } from '../src/testing/index.ts';
import { bench, liveBench, soon } from './support/setup.ts';

it('starts a cache channel with its last event, keeps that for later leases, and reports a miss', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('cache-price');
  const misses: boolean[] = [];
  lease.onCacheMiss(() => misses.push(lease.cacheMiss.getSnapshot()));
  await timers.advance(soon);
  expect(misses).toEqual([true]);
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
