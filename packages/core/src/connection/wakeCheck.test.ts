// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { bench, pusherBench, soon, statusOf } from '../../tests/support/setup.ts';
import { createRealtimeClient } from '../index.ts';
import type { PusherInstance } from '../transport/pusherApi.ts';

it('pings when the page wakes, and removes its page listeners when it closes (10, 15)', async () => {
  const added = [window, document].map((target) => vi.spyOn(target, 'addEventListener'));
  const removed = [window, document].map((target) => vi.spyOn(target, 'removeEventListener'));
  const { client, server, timers } = bench({ grace: 0 });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('pageshow'));
  await timers.advance(soon);
  expect(server.received('pusher:ping')).toHaveLength(1);
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  visibility.mockRestore();
  await timers.advance(10_000);
  expect(server.received('pusher:ping')).toHaveLength(1);
  expect(server.connectCount).toBe(1);

  server.freeze();
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('pageshow'));
  await timers.advance(2_900);
  expect(client.connection.getSnapshot().state).toBe('connected');
  await timers.advance(200);
  expect(server.connectCount).toBe(2);
  expect(statusOf(lease)).toBe('subscribed');

  lease.release();
  const names = (spies: typeof added | typeof removed) =>
    spies.map(({ mock }) => mock.calls.map(([name]) => name));
  expect(names(added)).toEqual([['online', 'offline', 'pageshow'], ['visibilitychange']]);
  expect(names(removed)).toEqual(names(added));
  window.dispatchEvent(new Event('online'));
  await timers.advance(60_000);
  expect(server.connectCount).toBe(2);
  expect(timers.pending).toBe(0);
});

it('drops a dead socket 3 s after the browser went offline, and keeps one that answers (10)', async () => {
  const { client, server, timers } = bench();
  client.acquire('orders');
  await timers.advance(soon);
  window.dispatchEvent(new Event('offline'));
  await timers.advance(10_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 1]);

  server.freeze();
  server.goDown();
  window.dispatchEvent(new Event('offline'));
  await timers.advance(3_100);
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  await timers.advance(10_000);
  while (client.connection.getSnapshot().retryAt === null) await timers.advance(100);
  const before = client.connection.getSnapshot();
  window.dispatchEvent(new Event('offline'));
  expect(client.connection.getSnapshot()).toBe(before);
  client.dispose();
});

it('retries at once when the network is back, whether it waits or an attempt is running (10)', async () => {
  for (const isWaiting of [true, false]) {
    const { client, server, timers } = bench();
    server.answerConnects('silence');
    const lease = client.acquire('orders');
    await timers.advance(60_000);
    while ((client.connection.getSnapshot().retryAt !== null) !== isWaiting) await timers.advance(100);
    server.answerConnects('accept');
    window.dispatchEvent(new Event('online'));
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
    client.dispose();
  }
});

it('keeps a running attempt when the page becomes visible, and stays failed after a refusal when the network is back', async () => {
  const { client, server, timers } = bench();
  server.answerConnects('silence', 1);
  client.acquire('orders');
  await timers.advance(2_000);
  document.dispatchEvent(new Event('visibilitychange'));
  await timers.advance(2_000);
  expect(server.connectCount).toBe(1);
  await timers.advance(10_000);
  server.drop(4001);
  await timers.advance(soon);
  const { connectCount } = server;
  window.dispatchEvent(new Event('online'));
  await timers.advance(60_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['failed', connectCount]);
  client.dispose();
});

it('keeps a new socket though a ping on the one before was never answered (10)', async () => {
  const { client, server, timers } = bench();
  client.connect();
  await timers.advance(10_000);
  server.hold();
  window.dispatchEvent(new Event('online'));
  await timers.advance(1_000);
  server.drop(4200);
  await timers.advance(10_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 2]);
  client.dispose();
});

it('replaces a socket at once if not even a ping can be sent on it (10)', async () => {
  const { client, server, timers, Pusher } = await pusherBench();
  client.connect();
  await timers.advance(10_000);
  // As when pusher-js has lost its socket without an event.
  (Pusher.instances.at(-1) as PusherInstance).send_event = () => false;
  window.dispatchEvent(new Event('online'));
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  await timers.advance(soon);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 2]);
  client.dispose();
});

it('listens to the page again after disconnect() and connect() (10)', async () => {
  const { client, server, timers } = bench();
  client.acquire('orders');
  await timers.advance(soon);
  client.disconnect();
  client.connect();
  await timers.advance(soon);
  window.dispatchEvent(new Event('online'));
  await timers.advance(soon);
  expect(server.received('pusher:ping')).toHaveLength(1);
  client.dispose();
});

it('notices sleep without any page event, by a jump of the clock (10)', async () => {
  const { options, server, timers } = bench();
  let slept = 0;
  const client = createRealtimeClient({ ...options, timers: { ...timers, now: () => timers.now() + slept } });
  client.acquire('orders');
  await timers.advance(20_000);
  expect(server.received('pusher:ping')).toHaveLength(0);
  slept = 3_600_000;
  await timers.advance(2_100);
  expect(server.received('pusher:ping')).toHaveLength(1);
  client.dispose();
});
