import { expect, it, vi } from 'vitest';
import type { FakePusherClass, TestClientOptions } from '../src/testing/index.ts';
import { gapsOf, lateBench, record, soon, statusOf } from './support/setup.ts';

/** A client whose engine fails to load as often as told, or waits until it is let through. */
function bench({ failures = 0, ...options }: TestClientOptions & { failures?: number } = {}) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const made = lateBench(
    failures > 0 ? Array.from({ length: failures }, () => 'fails') : [gate, gate],
    options,
  );
  return { ...made, open };
}

it('says that it connects, takes holds and listeners, while the engine is on its way', async () => {
  const { client, server, timers, loadCount, open } = bench();
  const lease = client.acquire('orders');
  const heard = vi.fn<(data: unknown) => void>();
  lease.on('order.updated', heard);
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'connecting', error: null, retryAt: null });
  expect(statusOf(lease)).toBe('subscribing');
  expect(client.peek('orders')?.status).toBe('subscribing');
  expect(client.inspect().channels).toMatchObject([{ name: 'orders', leases: 1 }]);
  open();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  server.trigger('orders', 'order.updated', 1);
  await timers.advance(soon);
  expect(heard).toHaveBeenCalledExactlyOnceWith(1, expect.anything());
  expect(loadCount()).toBe(1);
});

it('loads each half once and opens one socket, however often it is told to connect meanwhile (1)', async () => {
  const pusher = vi.fn<() => Promise<FakePusherClass>>();
  const { client, server, timers, loadCount, open, Pusher } = bench({ pusher });
  let arrive = () => {};
  pusher.mockReturnValue(
    new Promise((resolve) => {
      arrive = () => resolve(Pusher);
    }),
  );
  client.acquire('orders');
  client.connect();
  client.connect();
  expect(loadCount()).toBe(1);
  open();
  await timers.settle();
  client.connect();
  arrive();
  await timers.settle();
  client.connect();
  await timers.advance(soon);
  client.connect();
  await timers.advance(soon);
  expect([loadCount(), pusher.mock.calls.length, server.connectCount]).toEqual([1, 1, 1]);
});

it('opens one socket when it is closed and opened while the engine is on its way (1)', async () => {
  const { client, server, timers, loadCount, open, Pusher } = bench();
  client.acquire('orders');
  client.disconnect();
  client.connect();
  expect(loadCount()).toBe(2);
  open();
  await timers.advance(60_000);
  expect([server.connectCount, server.sockets.length, Pusher.instances.length]).toEqual([1, 1, 1]);
});

it('shows each state once, whoever drives it', async () => {
  const { client, timers, open } = bench();
  const connection = record(client, 'connection');
  const status = record(client, 'status');
  client.acquire('orders');
  await timers.settle();
  open();
  await timers.advance(soon);
  expect(connection.map((each) => each.connection.state)).toEqual(['connecting', 'connected']);
  expect(status.map((each) => each.status.status)).toEqual(['subscribing', 'subscribed']);
});

it('tries again with backoff when the engine does not load, and tells the gap when it is live (7)', async () => {
  const { client, timers, loadCount } = bench({ failures: 2 });
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  const { now } = timers;
  const heldAt = now();
  await timers.settle();
  const first = client.connection.getSnapshot();
  expect(first).toMatchObject({ state: 'connecting', error: { code: 'CK202' } });
  expect(first.retryAt).toBeGreaterThan(now());
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', retryAt: first.retryAt });
  await timers.advance((first.retryAt ?? 0) - now());
  expect(loadCount()).toBe(2);
  lease.retry();
  await timers.advance(soon);
  expect(loadCount()).toBe(3);
  expect(statusOf(lease)).toBe('subscribed');
  expect(gaps).toEqual([{ channel: 'orders', since: heldAt, reason: 'connection' }]);
});

it('says of a channel that was wanted before the engine came what keeps it away', async () => {
  const { client, server, timers, open } = bench();
  server.goDown();
  const lease = client.acquire('orders');
  open();
  await timers.advance(10_000);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK204' } });
  server.goUp();
  await timers.advance(30_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('sends a client event that was triggered before the engine came, and none for a lease that is released', async () => {
  const { client, server, timers, open } = bench();
  const [kept, released] = [client.acquire('private-orders'), client.acquire('private-orders')];
  const sent = kept.trigger('client-typing', { typing: true });
  const dropped = released.trigger('client-typing', { typing: false });
  released.release();
  await expect(dropped).rejects.toMatchObject({ code: 'CK310' });
  open();
  await timers.advance(soon);
  await sent;
  expect(server.received('client-typing')).toHaveLength(1);
});

it('opens nothing when it is closed, or given back, before the engine is there (2, 15)', async () => {
  for (const end of ['disconnect', 'dispose', 'release'] as const) {
    const { client, timers, Pusher, open } = bench();
    const lease = client.acquire('orders');
    if (end === 'release') lease.release();
    else client[end]();
    await timers.advance(60_000);
    open();
    await timers.advance(60_000);
    expect(Pusher.instances).toHaveLength(0);
    expect(timers.pending).toBe(0);
    if (end !== 'disconnect') continue;
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'disconnect() was called' });
    client.connect();
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('stops trying to load what nobody wants any more (15)', async () => {
  const { client, timers, loadCount } = bench({ failures: 9 });
  client.acquire('orders');
  await timers.settle();
  expect(timers.pending).toBe(1);
  client.disconnect();
  expect(timers.pending).toBe(0);
  await timers.advance(60_000);
  expect(loadCount()).toBe(1);
  expect(client.connection.getSnapshot().state).toBe('closed');
});

it('leaves the channels of the user who goes before the engine is there', async () => {
  const { client, timers, open, auth } = bench();
  client.user.set('1');
  const own = client.acquire('private-user.1', { scope: 'user' });
  const other = client.acquire('private-orders');
  client.user.set('2');
  expect(client.peek('private-user.1')).toBeNull();
  open();
  await timers.advance(soon);
  expect([statusOf(own), statusOf(other)]).toEqual(['idle', 'subscribed']);
  expect(auth.requests.map(({ channelName }) => channelName)).toEqual(['private-orders']);
});

it('asks nothing for what only the grace of the old user keeps, before the engine is there too (2)', async () => {
  const { client, timers, open, auth } = bench();
  client.user.set('1');
  client.acquire('private-orders').release();
  client.acquire('orders');
  client.user.set('2');
  expect(client.inspect().channels.map(({ name }) => name)).toEqual(['orders']);
  open();
  await timers.advance(soon);
  expect(auth.requests).toEqual([]);
});

it('says with a code that a part of the code did not load', async () => {
  vi.resetModules();
  vi.doMock('../src/engine/index.ts', () => {
    throw new Error('404');
  });
  const { loadEngine } = await import('../src/loadEngine.ts');
  await expect(loadEngine()).rejects.toMatchObject({
    code: 'CK202',
    remedy: 'Nothing to do: the next attempt loads it again.',
  });
  vi.doUnmock('../src/engine/index.ts');
});
