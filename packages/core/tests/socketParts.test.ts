import { expect, it, vi } from 'vitest';
import type { TestClientOptions } from '../src/testing/index.ts';
import { webSocketTransport } from '../src/transport/webSocket.ts';
import { gapsOf, lateBench, bench as loadedBench, record, soon, statusOf } from './support/setup.ts';

/** A client whose code for connections fails to load so many times, or loads when `open` is called. */
function bench({ failures = 0, ...options }: TestClientOptions & { failures?: number } = {}) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const loads = failures > 0 ? Array.from({ length: failures }, () => 'fails' as const) : [gate, gate];
  return { ...lateBench(loads, loadedBench(), options), open };
}

it('accepts leases and listeners while the code for connections loads', async () => {
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

it('loads everything once and opens one socket, however often connect() is called meanwhile (1)', async () => {
  let arrive = () => {};
  const loaded = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const transport = vi.fn<NonNullable<TestClientOptions['transport']>>(async (setup) => {
    await loaded;
    return webSocketTransport({ WebSocket: server.WebSocket })(setup);
  });
  const { client, server, timers, loadCount, open } = bench({ transport });
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
  expect([loadCount(), transport.mock.calls.length, server.connectCount]).toEqual([1, 1, 1]);
});

it('opens one socket after disconnect() and connect() during a load (1)', async () => {
  const { client, server, timers, loadCount, open } = bench();
  client.acquire('orders');
  client.disconnect();
  client.connect();
  expect(loadCount()).toBe(2);
  open();
  await timers.advance(60_000);
  expect([server.connectCount, server.sockets.length]).toEqual([1, 1]);
});

it('shows each state once, before and after the code has loaded', async () => {
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

it('retries a failed load with backoff or at once by retry(), and reports the gap when live (7)', async () => {
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

it('shows why a channel acquired during the load is not live', async () => {
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

it('sends a client event triggered during the load, unless its lease is released', async () => {
  const { client, server, timers, open } = bench();
  const [kept, released] = [client.acquire('private-orders'), client.acquire('private-orders')];
  const results = Promise.allSettled([kept, released].map((lease) => lease.trigger('client-typing', 1)));
  released.release();
  open();
  await timers.advance(soon);
  expect(await results).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'CK310' } },
  ]);
  expect(server.received('client-typing')).toHaveLength(1);
});

it('opens nothing after a disconnect, dispose or release during the load (2, 15)', async () => {
  for (const end of ['disconnect', 'dispose', 'release'] as const) {
    const { client, server, timers, open } = bench();
    const lease = client.acquire('orders');
    if (end === 'release') lease.release();
    else client[end]();
    await timers.advance(60_000);
    open();
    await timers.advance(60_000);
    expect(server.connectCount).toBe(0);
    expect(timers.pending).toBe(0);
    if (end !== 'disconnect') continue;
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'disconnect() was called' });
    client.connect();
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('stops retrying a failed load on disconnect() (15)', async () => {
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

it('ends what belongs to the previous user during the load, leases and graces (2)', async () => {
  const { client, timers, open, auth } = bench();
  client.user.set('1');
  const own = client.acquire('private-user.1', { scope: 'user' });
  const other = client.acquire('private-orders');
  client.acquire('private-invoices').release();
  client.user.set('2');
  expect(client.inspect().channels.map(({ name }) => name)).toEqual(['private-orders']);
  open();
  await timers.advance(soon);
  expect([statusOf(own), statusOf(other)]).toEqual(['idle', 'subscribed']);
  expect(auth.requests.map(({ channelName }) => channelName)).toEqual(['private-orders']);
});

it('rejects with CK202 if the chunk does not load', async () => {
  vi.resetModules();
  vi.doMock('../src/client/socketParts.ts', () => {
    throw new Error('404');
  });
  const { loadSocketParts } = await import('../src/client/client.ts');
  await expect(loadSocketParts()).rejects.toMatchObject({
    code: 'CK202',
    remedy: 'Nothing to do: it is retried automatically.',
  });
  vi.doUnmock('../src/client/socketParts.ts');
});

it('never starts a channel that a listener releases as the first of them starts (2)', async () => {
  const { client, server, timers } = bench({ failures: 1, grace: 0 });
  const first = client.acquire('orders');
  await timers.advance(soon);
  const second = client.acquire('private-orders');
  first.status.subscribe(() => {
    if (statusOf(first) === 'subscribing') second.release();
  });
  await timers.advance(60_000);
  expect([statusOf(first), statusOf(second)]).toEqual(['subscribed', 'idle']);
  expect(server.subscribers('private-orders')).toHaveLength(0);
});
