import { expect, it } from 'vitest';
import { createRealtimeClient } from '../src/index.ts';
import { bench, liveBench, record, soon, statusOf } from './support/setup.ts';

it('stays closed when a listener closes it while another socket is taken for the next user (2)', async () => {
  const { client, server, auth, timers } = bench();
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set('7');
  client.acquire('orders');
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  client.connection.subscribe(() => {
    if (client.connection.getSnapshot().state === 'reconnecting') client.disconnect();
  });
  client.user.set('8');
  await timers.advance(60_000);
  expect(client.connection.getSnapshot().state).toBe('closed');
  expect(server.connectCount).toBe(1);
});

it('stays closed when a listener closes it while pusher-js begins an attempt of its own (2, 15)', async () => {
  const { client, server, timers } = await liveBench('orders');
  client.connection.subscribe(() => {
    if (client.connection.getSnapshot().state === 'reconnecting') client.disconnect();
  });
  server.freeze();
  await timers.advance(300_000);
  expect(client.connection.getSnapshot().state).toBe('closed');
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('closes an instance of the application, too, that begins an attempt of its own (15)', async () => {
  const { options, Pusher, server, timers } = bench();
  const pusher = new Pusher(options.key, { cluster: 'test' } as never);
  const client = createRealtimeClient({ ...options, pusher });
  client.acquire('orders');
  await timers.advance(soon);
  expect(client.connection.getSnapshot().state).toBe('connected');
  client.connection.subscribe(() => {
    if (client.connection.getSnapshot().state === 'reconnecting') client.disconnect();
  });
  server.freeze();
  await timers.advance(300_000);
  expect([client.connection.getSnapshot().state, pusher.connection.state]).toEqual([
    'closed',
    'disconnected',
  ]);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('opens nothing for a channel that is given back because the socket was lost (2, 15)', async () => {
  const { client, server, timers, lease } = await liveBench('orders', { grace: 0 });
  lease.status.subscribe(() => {
    if (!lease.status.getSnapshot().isLive) lease.release();
  });
  server.freeze();
  await timers.advance(300_000);
  expect(client.connection.getSnapshot().state).toBe('idle');
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('believes no member list that comes after its time (2)', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.hold();
  const room = client.acquire('presence-room');
  await timers.advance(10_100);
  server.release();
  await timers.advance(0);
  expect(statusOf(room)).toBe('retrying');
  expect(room.members.getSnapshot()).toMatchObject({ count: 0, isStale: true });
  await timers.advance(3_000);
  expect(statusOf(room)).toBe('subscribed');
  expect(room.members.getSnapshot()).toMatchObject({ count: 1, isStale: false });
});

it('keeps an event that was on its way to the old user from the new one', async () => {
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

it('leaves a channel that the server joined after it had been given back (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  client.connect();
  await timers.advance(soon);
  server.answerSubscribes('never', { times: 1 });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  lease.release();
  await timers.advance(soon);
  const before = server.received('pusher:unsubscribe').length;
  server.send({ event: 'pusher_internal:subscription_succeeded', channel: 'private-orders', data: '{}' });
  await timers.advance(soon);
  expect(server.received('pusher:unsubscribe').length).toBe(before + 1);
});

it.each(['is given back', 'is closed'])(
  'is there again at once when it %s in the moment in which it was connected (2)',
  async (how) => {
    const { client, server, timers } = bench({ grace: 0 });
    const lease = client.acquire('orders');
    let isFirst = true;
    client.connection.subscribe(() => {
      if (client.connection.getSnapshot().state !== 'connected' || !isFirst) return;
      isFirst = false;
      if (how === 'is closed') client.disconnect();
      else lease.release();
    });
    await timers.advance(soon);
    expect(server.received('pusher:subscribe')).toHaveLength(0);
    const again = client.acquire('orders');
    client.connect();
    await timers.advance(soon);
    expect([statusOf(again), server.sockets.length]).toEqual(['subscribed', 1]);
  },
);

it('is not held up by the end of a socket that a listener has replaced by then (1)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  let isFirst = true;
  lease.status.subscribe(() => {
    if (!isFirst) return;
    isFirst = false;
    client.disconnect();
    client.connect();
  });
  server.drop();
  await timers.advance(soon);
  expect([statusOf(lease), server.connectCount]).toEqual(['subscribed', 2]);
});

it('opens when a listener asks for it while the application closes its instance', async () => {
  const { client, timers, lease, Pusher } = await liveBench('orders');
  lease.status.subscribe(() => {
    if (statusOf(lease) === 'retrying') client.connect();
  });
  Pusher.instances[0]?.disconnect();
  await timers.advance(5_000);
  expect(client.connection.getSnapshot().state).toBe('connected');
  expect(statusOf(lease)).toBe('subscribed');
});

it('waits for its turn when a listener changes the signed-in user because the socket was lost (10)', async () => {
  const { client, server, auth, timers } = bench();
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set('7');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.status.subscribe(() => {
    if (statusOf(lease) === 'retrying') client.user.set('8');
  });
  server.drop();
  await timers.advance(1);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'reconnecting',
    retryAt: expect.any(Number),
  });
  await timers.advance(5_000);
  expect([server.connectCount, client.user.getSnapshot().signIn]).toEqual([2, 'signed-in']);
});

it('begins anew after disconnect() and connect(): it connects, with the short first pause (10)', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.goDown();
  await timers.advance(120_000);
  client.disconnect();
  client.connect();
  expect(client.connection.getSnapshot().state).toBe('connecting');
  while (client.connection.getSnapshot().retryAt === null) await timers.advance(50);
  const { retryAt, since } = client.connection.getSnapshot();
  expect((retryAt as number) - timers.now()).toBeLessThanOrEqual(750);
  expect(timers.now() - since).toBeLessThanOrEqual(8_050);
});

it.each([1006, 4001, 4100, 4200])(
  'stays closed when a listener closes it because the socket ended with %i (15)',
  async (code) => {
    const { client, server, timers, lease } = await liveBench('orders');
    await timers.advance(10_000);
    const told: string[] = [];
    lease.status.subscribe(() => client.disconnect());
    client.connection.subscribe(() => told.push(client.connection.getSnapshot().state));
    server.drop(code);
    await timers.advance(60_000);
    expect([told, server.sockets.length, timers.pending]).toEqual([['closed'], 0, 0]);
  },
);

it('calls nothing lost that was closed in the moment in which it was connected', async () => {
  const { client, server, timers } = bench();
  client.acquire('orders');
  const states: string[] = [];
  client.connection.subscribe(() => {
    const { state } = client.connection.getSnapshot();
    if (states.push(state) === 1) client.disconnect();
  });
  await timers.advance(soon);
  server.answerConnects({ close: 1006 }, 1);
  client.connect();
  await timers.advance(5_000);
  expect([...new Set(states)]).toEqual(['connected', 'closed', 'connecting']);
  expect(states.at(-1)).toBe('connected');
});

it('says and sends nothing when it is told to connect while it is connected (3)', async () => {
  const { client, server, timers } = await liveBench('orders');
  const told = record(client, 'connection');
  const frames = server.frames.length;
  client.connect();
  await timers.advance(5_000);
  expect([told, server.frames.length, server.connectCount]).toEqual([[], frames, 1]);
});

it('stays closed when a holder retries', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  client.disconnect();
  lease.retry();
  await timers.advance(5_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['closed', 1]);
});
