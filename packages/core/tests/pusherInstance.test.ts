import { expect, it } from 'vitest';
import { createFakePusher } from '../src/testing/index.ts';
import { bench, gapsOf, liveBench, sharedBench, soon, statusOf } from './support/setup.ts';

it('retries a load that failed, like any other failure of the connection', async () => {
  let fails = 2;
  const { Pusher, server, timers, client } = (() => {
    const made = bench();
    made.client.configure({
      pusher: () => {
        fails -= 1;
        return fails >= 0 ? Promise.reject(new Error('chunk')) : Promise.resolve({ default: made.Pusher });
      },
    });
    return made;
  })();
  const lease = client.acquire('orders');
  await timers.settle();
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'connecting',
    reason: 'pusher-js could not be loaded',
    error: { code: 'CK202' },
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK202' } });
  await timers.advance(5_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect(Pusher.instances).toHaveLength(1);
  expect(server.connectCount).toBe(1);
});

it('says that the runtime offers no WebSocket, and tries again only on demand', async () => {
  const { server, timers, client } = bench();
  const { Pusher } = createFakePusher({ server, hasTransport: false });
  client.configure({ pusher: Pusher });
  const lease = client.acquire('orders');
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'failed',
    error: { code: 'CK205' },
    retryAt: null,
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK205' } });
  expect(timers.pending).toBe(0);
  client.connect();
  await timers.advance(60_000);
  expect(client.connection.getSnapshot().state).toBe('failed');
});

it('says with a code and what to do what pusher-js threw at its options as a text', async () => {
  class Picky {
    static instances = [];
    constructor() {
      throw 'You must pass your app key when you instantiate Pusher.';
    }
  }
  const { client, timers } = bench({ pusher: Picky as never });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  expect(lease.status.getSnapshot()).toMatchObject({ isLive: false, error: { code: 'CK202' } });
});

it('refuses a loader that gives something else', async () => {
  const { client, timers } = bench({ pusher: () => Promise.resolve({ default: {} }) as never });
  client.acquire('orders');
  await timers.settle();
  expect(client.connection.getSnapshot().error?.message).toMatch(
    /^CK202 .*neither the pusher-js class nor an instance/,
  );
});

it('opens nothing when everything was given back while pusher-js was loading (2, 15)', async () => {
  const made = bench({ grace: 0 });
  let arrive = () => {};
  made.client.configure({
    pusher: () =>
      new Promise((resolve) => {
        arrive = () => resolve({ default: made.Pusher });
      }),
  });
  const lease = made.client.acquire('orders');
  // The engine is there by now, and waits for pusher-js.
  await made.timers.settle();
  lease.release();
  arrive();
  await made.timers.advance(60_000);
  expect(made.Pusher.instances).toHaveLength(0);
  expect(made.server.connectCount).toBe(0);
  expect(made.client.connection.getSnapshot().state).toBe('idle');
});

it('stays closed when pusher-js has a timer left from a 41xx close (15)', async () => {
  const { client, server, timers, lease } = await liveBench('orders', { grace: 0 });
  server.drop(4100, 'over capacity');
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  await timers.advance(60_000);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('uses one pusher-js instance for every attempt (1)', async () => {
  const { server, timers, Pusher, lease } = await liveBench('orders');
  server.goDown();
  await timers.advance(120_000);
  server.goUp();
  await timers.advance(31_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect(Pusher.instances).toHaveLength(1);
});

it('uses one pusher-js instance again after it was idle (1, 15)', async () => {
  const { client, server, timers, Pusher, lease } = await liveBench('orders', { grace: 0 });
  lease.release();
  await timers.advance(1_000);
  expect(server.sockets).toHaveLength(0);
  for (let round = 0; round < 5; round += 1) {
    const again = client.acquire('orders');
    await timers.advance(soon);
    expect(statusOf(again)).toBe('subscribed');
    again.release();
    await timers.advance(1_000);
  }
  expect(Pusher.instances).toHaveLength(1);
  expect(Pusher.instances[0]?.connection.listenerCount).toBe(5);
});

it('says connected before any channel that was there already is live, and no gap from before it (7, 10)', async () => {
  const { client, server, timers } = await sharedBench('orders');
  await timers.advance(5_000);
  const heldAt = timers.now();
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  const wrong: string[] = [];
  lease.status.subscribe(() => {
    const { state } = client.connection.getSnapshot();
    if (lease.status.getSnapshot().isLive && state !== 'connected') wrong.push(state);
  });
  await timers.advance(soon);
  expect([statusOf(lease), wrong]).toEqual(['subscribed', []]);
  server.drop();
  await timers.advance(5_000);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.since).toBeGreaterThanOrEqual(heldAt);
});

it('tells nothing of a channel that the application goes on using, and leaves no listener on it (15)', async () => {
  const { client, server, timers, opened } = await sharedBench('private-encrypted-x');
  const before = opened.listenerCount;
  const lease = client.acquire('private-encrypted-x');
  await timers.advance(soon);
  expect([statusOf(lease), opened.listenerCount]).toEqual(['subscribed', before + 2]);
  lease.release();
  expect(opened.listenerCount).toBe(before);
  server.trigger('private-encrypted-x', 'a', 1);
  await timers.advance(soon);
  expect(client.inspect().counters).toMatchObject({ message: 0, invalid: 0 });
  expect(opened.subscribed).toBe(true);
});

it('counts no gap from an attempt to connect that the application ended (7)', async () => {
  const { client, timers, Pusher } = bench();
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  await timers.settle();
  expect(client.connection.getSnapshot().state).toBe('connecting');
  Pusher.instances[0]?.disconnect();
  expect(client.connection.getSnapshot().state).toBe('closed');
  client.connect();
  await timers.advance(5_000);
  expect([statusOf(lease), gaps]).toEqual(['subscribed', []]);
});

it('listens for a late confirmation only of what was not confirmed, on a socket that is there (15)', async () => {
  const { client, server, timers, Pusher } = await liveBench('keep', { grace: 0 });
  const connection = Pusher.instances[0]?.connection;
  const before = connection?.listenerCount;
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  expect(connection?.listenerCount).toBe(before);
  server.answerSubscribes('never', { channel: 'orders' });
  client.acquire('orders');
  await timers.advance(soon);
  server.drop();
  expect(connection?.listenerCount).toBe(before);
});

it('answers what the application subscribes by itself on the shared instance, failures too (11)', async () => {
  const { auth, timers, Pusher } = await liveBench('orders');
  const [pusher] = Pusher.instances;
  auth.answer(500, { channel: 'private-b' });
  const told: string[] = [];
  for (const name of ['private-a', 'private-b']) {
    const channel = pusher?.subscribe(name);
    for (const event of ['pusher:subscription_succeeded', 'pusher:subscription_error'])
      channel?.bind(event, () => told.push(`${name} ${event}`));
  }
  await timers.advance(soon);
  expect(told.sort()).toEqual([
    'private-a pusher:subscription_succeeded',
    'private-b pusher:subscription_error',
  ]);
});

it('leaves an instance of the application to reconnect by itself while nothing is held here', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  server.drop();
  await timers.advance(5_000);
  expect([pusher.connection.state, server.subscribers('theirs').length]).toEqual(['connected', 1]);
});

it('takes what an authorizer of the application threw for a failure, and out of its instance only what it put there (11)', async () => {
  const { client, timers, pusher, opened } = await sharedBench('private-theirs', () =>
    Promise.reject(new Error('no')),
  );
  const known = pusher.options.channelAuthorization;
  const throwing = () => {
    throw new Error('mine');
  };
  Object.assign(pusher.options, { channelAuthorization: { ...known, customHandler: throwing } });
  const leases = ['private-theirs', 'private-ours'].map((name) => client.acquire(name));
  await timers.advance(soon);
  for (const { status } of leases)
    expect(status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK301' } });
  expect(pusher.channel('private-theirs')).toBe(opened);
  expect(pusher.channel('private-ours')).toBeUndefined();
});

it('leaves with its last holder what the application has given up meanwhile (2)', async () => {
  const { client, server, timers, pusher } = await sharedBench('orders');
  const lease = client.acquire('orders');
  client.acquire('keep');
  await timers.advance(soon);
  pusher.unsubscribe('orders');
  await timers.advance(soon);
  expect([statusOf(lease), server.subscribers('orders').length]).toEqual(['subscribed', 1]);
  lease.release();
  await timers.advance(soon);
  expect(server.subscribers('orders')).toHaveLength(0);
});

it('keeps no event from who listens behind it on the instance of the application when the last holder goes in the middle of one (2, 15)', async () => {
  const { client, server, timers, pusher } = await sharedBench('orders');
  const before = pusher.connection.listenerCount;
  const lease = client.acquire('orders');
  await timers.advance(soon);
  const heard: string[] = [];
  pusher.connection.bind_global((event, data) => {
    if (event === 'message') heard.push((data as { event: string }).event);
  });
  const own: string[] = [];
  lease.on('*', (_, { event }) => {
    own.push(event);
    lease.release();
  });
  for (const event of ['a', 'b']) server.trigger('orders', event, 1);
  await timers.advance(soon);
  expect([own, heard]).toEqual([['a'], ['a', 'b']]);
  expect(pusher.connection.listenerCount).toBe(before + 1);
});
