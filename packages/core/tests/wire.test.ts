import { expect, it } from 'vitest';
import { bench, liveBench, pusherBench, soon, statusOf } from './support/setup.ts';

it('subscribes once for any number of holders, and unsubscribes when the grace after the last has passed (2)', async () => {
  const { client, server, timers } = bench({ grace: 5_000 });
  const first = client.acquire('orders');
  const second = client.acquire('orders');
  await timers.advance(soon);
  expect(server.received('pusher:subscribe', 'orders')).toHaveLength(1);

  first.release();
  first.release();
  await timers.advance(60_000);
  expect(server.subscribers('orders')).toHaveLength(1);

  const other = client.acquire('other');
  second.release();
  await timers.advance(4_990);
  expect(server.subscribers('orders')).toHaveLength(1);
  await timers.advance(20);
  expect(server.subscribers('orders')).toHaveLength(0);
  expect(server.received('pusher:unsubscribe', 'orders')).toHaveLength(1);
  other.release();
});

it('has a grace for each kind of channel, presence 500 ms and others 5 s (2)', async () => {
  const { client, server, timers } = bench();
  const names = ['orders', 'private-orders', 'private-encrypted-orders', 'presence-room'];
  const keep = client.acquire('keep');
  const leases = names.map((name) => client.acquire(name));
  await timers.advance(soon);
  for (const lease of leases) lease.release();
  const on = () => names.filter((name) => server.subscribers(name).length > 0);
  await timers.advance(480);
  expect(on()).toEqual(names);
  await timers.advance(40);
  expect(on()).toEqual(names.slice(0, 3));
  await timers.advance(4_400);
  expect(on()).toEqual(names.slice(0, 3));
  await timers.advance(200);
  expect(on()).toEqual([]);
  keep.release();
});

it('accepts an endless grace (2)', async () => {
  const { client, server, timers } = bench({ grace: { public: 0, private: Number.POSITIVE_INFINITY } });
  const keep = client.acquire('keep');
  const a = client.acquire('orders');
  const b = client.acquire('private-orders');
  await timers.advance(soon);
  a.release();
  b.release();
  await timers.advance(soon);
  expect(server.subscribers('orders')).toHaveLength(0);
  await timers.advance(3_600_000);
  expect(server.subscribers('private-orders')).toHaveLength(1);
  keep.release();
});

it('accepts a grace for each kind of channel (2)', async () => {
  const grace = { public: 100, private: 200, presence: 300, encrypted: 400 };
  const { client, server, timers } = bench({ grace });
  const held = ['orders', 'private-orders', 'presence-room', 'private-encrypted-vault'];
  client.acquire('keep');
  const leases = held.map((name) => client.acquire(name));
  await timers.advance(soon);
  for (const lease of leases) lease.release();
  for (const [index, name] of held.entries()) {
    await timers.advance(90);
    expect(server.subscribers(name), name).toHaveLength(1);
    await timers.advance(10);
    expect(
      held.filter((each) => server.subscribers(each).length > 0),
      name,
    ).toEqual(held.slice(index + 1));
  }
});

it('sends and requests nothing when a page swap releases a channel and acquires it again (3)', async () => {
  const { client, server, auth, timers, lease } = await liveBench('private-orders');
  const before = server.frames.length;
  let held: { release(): void; status: typeof lease.status } = lease;
  for (let swap = 0; swap < 20; swap += 1) {
    held.release();
    await timers.advance(200);
    held = client.acquire('private-orders');
    await timers.advance(200);
  }
  expect(server.frames).toHaveLength(before);
  expect(auth.requests).toHaveLength(1);
  expect(statusOf(held)).toBe('subscribed');
  expect(server.connectCount).toBe(1);
});

it('subscribes once under StrictMode: acquire, release, acquire in one tick (3)', async () => {
  const { client, server, auth, timers } = bench();
  client.acquire('private-orders').release();
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(server.received('pusher:subscribe')).toHaveLength(1);
  expect(server.received('pusher:unsubscribe')).toHaveLength(0);
  expect(auth.requests).toHaveLength(1);
  expect(server.connectCount).toBe(1);
});

it('sends and requests nothing when callbacks, headers or grace change (3)', async () => {
  const { client, server, auth, timers, options } = await liveBench('private-orders');
  const before = server.frames.length;
  for (let render = 0; render < 50; render += 1) {
    client.configure({
      auth:
        render % 2 ? { endpoint: `/auth/${render}` } : { authorize: (request) => auth.authorize(request) },
      grace: { private: 5_000 },
      onError: () => {},
      transport: options.transport,
    });
  }
  await timers.advance(1_000);
  expect(server.frames).toHaveLength(before);
  expect(auth.requests).toHaveLength(1);
});

it('keeps options that a later configure() leaves out', async () => {
  const { client, auth, timers, lease } = await liveBench('private-orders');
  client.configure({ grace: 100 });
  lease.release();
  const keep = client.acquire('keep');
  await timers.advance(1_000);
  const again = client.acquire('private-orders');
  await timers.advance(soon);
  expect(statusOf(again)).toBe('subscribed');
  expect(auth.requests).toHaveLength(2);
  keep.release();
});

it('requests one authorization when connect() is called while it runs (3)', async () => {
  const { client, auth, timers } = bench();
  const keep = client.acquire('keep');
  await timers.advance(soon);
  auth.answer('hold', { times: 1 });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  client.connect();
  client.connect();
  await timers.advance(soon);
  expect(auth.requests).toHaveLength(1);
  auth.release();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  keep.release();
});

it.each(['release()', 'disconnect()', 'dispose()'])(
  'delivers the last frames before it closes the socket, on %s (15)',
  async (how) => {
    for (const made of [bench({ grace: 0 }), await pusherBench({ grace: 0 })]) {
      const { client, server, timers } = made;
      const lease = client.acquire('orders');
      await timers.advance(soon);
      if (how === 'release()') lease.release();
      else if (how === 'disconnect()') client.disconnect();
      else client.dispose();
      await timers.advance(soon);
      expect(server.received('pusher:unsubscribe', 'orders')).toHaveLength(1);
      expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
    }
  },
);

it('closes the old socket before it opens another on disconnect() and connect() in one turn (1)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  const { socketId } = client.connection.getSnapshot();
  client.disconnect();
  client.connect();
  await timers.advance(soon);
  expect(client.connection.getSnapshot().socketId).not.toBe(socketId);
  expect(server.sockets).toHaveLength(1);
  expect(statusOf(lease)).toBe('subscribed');
});

it('unsubscribes from every channel on disconnect(), in its grace or being authorized, and subscribes to the held ones again on connect() (2)', async () => {
  const { client, server, auth, timers } = bench();
  const names = ['orders', 'private-orders', 'presence-room'];
  const leases = names.map((name) => client.acquire(name));
  const left = client.acquire('left');
  await timers.advance(soon);
  left.release();
  auth.answer({ delay: 1_000 });
  const late = client.acquire('private-late');
  await timers.advance(soon);
  client.disconnect();
  await timers.advance(10_000);
  const unsubscribed = names.concat('left').map((name) => server.received('pusher:unsubscribe', name).length);
  expect(unsubscribed).toEqual([1, 1, 1, 1]);
  expect(server.received('pusher:subscribe', 'private-late')).toHaveLength(0);
  expect([...leases, late].map(statusOf)).toEqual(['idle', 'idle', 'idle', 'idle']);
  client.connect();
  await timers.advance(10_000);
  expect([...leases, late].map(statusOf)).toEqual(['subscribed', 'subscribed', 'subscribed', 'subscribed']);
  expect(names.concat('left', 'private-late').map((name) => server.subscribers(name).length)).toEqual([
    1, 1, 1, 0, 1,
  ]);
});

it('keeps leases over disconnect() and connect() (2)', async () => {
  const { client, server, timers, lease } = await liveBench('private-orders');
  client.disconnect();
  await timers.advance(1_000);
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'closed', socketId: null });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'disconnect() was called' });
  expect(server.sockets).toHaveLength(0);
  const late = client.acquire('orders');
  await timers.advance(60_000);
  expect(server.sockets).toHaveLength(0);
  client.connect();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(statusOf(late)).toBe('subscribed');
});

it('rejects a channel name that Pusher would refuse, before anything is sent (12)', () => {
  const { client } = bench();
  for (const name of ['', 'a b', '#x', 'constructor', 'x'.repeat(165), undefined, null, 7])
    expect(() => client.acquire(name as string)).toThrow(expect.objectContaining({ code: 'CK101' }));
  expect(client.inspect().channels).toEqual([]);
});
