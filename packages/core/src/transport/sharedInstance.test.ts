import { expect, it } from 'vitest';
import {
  applicationsPusher,
  gapsOf,
  realConfig,
  sharedBench,
  soon,
  statusOf,
} from '../../tests/support/setup.ts';
import { createTestClient } from '../testing/index.ts';
import type { PusherInstance } from './pusherApi.ts';

/** What a pusher-js instance has besides the slice that we use. */
interface WholeInstance extends PusherInstance {
  signin(): void;
  readonly user: { readonly user_data: unknown; bind(event: string, heard: (data: unknown) => void): void };
  readonly config: { channelAuthorizer: unknown; userAuthenticator: unknown };
}

/** How many global callbacks a pusher-js emitter has. */
const callbacks = (emitter: unknown): number =>
  (emitter as { global_callbacks: unknown[] }).global_callbacks.length;

const whole = (pusher: PusherInstance): WholeInstance => pusher as unknown as WholeInstance;

it('subscribes again after the application disconnected its instance and connects it again (2, 7)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('private-orders');
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  for (let round = 1; round <= 2; round += 1) {
    pusher.disconnect();
    await timers.advance(5_000);
    expect(client.connection.getSnapshot()).toMatchObject({
      state: 'closed',
      reason: 'pusher-js was disconnected by the application',
    });
    expect(statusOf(lease)).toBe('idle');
    expect(server.sockets).toHaveLength(0);
    pusher.connect();
    await timers.advance(soon);
    expect([client.connection.getSnapshot().state, statusOf(lease)]).toEqual(['connected', 'subscribed']);
    expect(server.subscribers('private-orders')).toHaveLength(1);
    expect(gaps).toHaveLength(round);
  }
});

it('opens an instance that the application closed when connect() is called (2)', async () => {
  const { client, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  pusher.disconnect();
  await timers.advance(soon);
  client.connect();
  await timers.advance(soon);
  expect([pusher.connection.state, statusOf(lease)]).toEqual(['connected', 'subscribed']);
});

it('counts no gap for an attempt to connect that the application ended (7)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  pusher.disconnect();
  await timers.advance(soon);
  server.answerConnects('silence', 1);
  const lease = client.acquire('orders');
  const gaps = gapsOf(lease);
  await timers.advance(soon);
  expect(client.connection.getSnapshot().state).toBe('connecting');
  pusher.disconnect();
  await timers.advance(soon);
  expect(client.connection.getSnapshot().state).toBe('closed');
  client.connect();
  await timers.advance(5_000);
  expect([statusOf(lease), gaps]).toEqual(['subscribed', []]);
});

it.each([
  { how: 'refused', answer: { refuse: 'no', status: 401 } },
  { how: 'never answered', answer: 'never' },
] as const)(
  'brings a channel up by its own retry that the application opened and the server $how (2)',
  async ({ answer }) => {
    const { client, server, timers, pusher } = await sharedBench('theirs');
    server.answerSubscribes(answer, { channel: 'private-old', times: 1 });
    const old = pusher.subscribe('private-old');
    await timers.advance(soon);
    const lease = client.acquire('private-old');
    await timers.advance(20_000);
    expect(statusOf(lease)).toBe('subscribed');
    expect(server.subscribers('private-old')).toHaveLength(1);
    // The application's channel object is the one that became live.
    expect([pusher.channel('private-old'), old.subscribed]).toEqual([old, true]);
    lease.release();
    await timers.advance(soon);
    expect(server.subscribers('private-old')).toHaveLength(1);
  },
);

it('keeps a held channel when the application unsubscribes from it, and leaves it with the last lease (2)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const leases = ['theirs', 'ours'].map((name) => client.acquire(name));
  client.acquire('keep');
  await timers.advance(soon);
  for (const name of ['theirs', 'ours']) pusher.unsubscribe(name);
  await timers.advance(soon);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
  expect(server.received('pusher:unsubscribe')).toHaveLength(0);
  for (const lease of leases) lease.release();
  await timers.advance(soon);
  for (const name of ['theirs', 'ours']) expect(server.subscribers(name)).toHaveLength(0);
});

it('leaves the channels that the application opened as they are, held here or not, over a drop too (2)', async () => {
  const { client, server, timers, pusher, opened } = await sharedBench('shared');
  const theirs = pusher.subscribe('theirs');
  await timers.advance(soon);
  const leases = ['orders', 'shared'].map((name) => client.acquire(name));
  client.acquire('keep');
  await timers.advance(soon);
  server.drop();
  await timers.advance(2_000);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
  for (const lease of leases) lease.release();
  await timers.advance(soon);
  expect(['theirs', 'shared', 'orders'].map((name) => pusher.channel(name))).toEqual([
    theirs,
    opened,
    undefined,
  ]);
  const subscribed = ['theirs', 'shared', 'orders'].map((name) => server.subscribers(name).length);
  expect(subscribed).toEqual([1, 1, 0]);
});

it('takes what nobody holds out of the instance when the socket is lost, so that nothing comes back (2)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  client.acquire('keep');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  server.drop();
  lease.release();
  await timers.advance(5_000);
  expect(pusher.channel('orders')).toBeUndefined();
  expect(server.received('pusher:subscribe', 'orders')).toHaveLength(1);
  expect(server.received('pusher:subscribe', 'keep')).toHaveLength(2);
});

it('lets the instance reconnect by itself while nothing is held here', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  server.drop();
  await timers.advance(5_000);
  expect([pusher.connection.state, server.subscribers('theirs').length]).toEqual(['connected', 1]);
});

it('unsubscribes once more when a confirmation arrives after we left, and then listens no more (2, 15)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const before = callbacks(pusher.connection);
  const confirm = async (channel: string) => {
    server.send({ event: 'pusher_internal:subscription_succeeded', channel, data: '{}' });
    await timers.advance(soon);
  };
  const left = () => server.received('pusher:unsubscribe', 'orders').length;
  server.answerSubscribes('never', { channel: 'orders' });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  await timers.advance(soon);
  expect(left()).toBe(1);
  expect(callbacks(pusher.connection)).toBe(before + 1);
  await confirm('other');
  expect([left(), server.received('pusher:unsubscribe', 'other').length]).toEqual([1, 0]);
  await confirm('orders');
  expect([left(), callbacks(pusher.connection)]).toEqual([2, before]);
  await confirm('orders');
  expect(left()).toBe(2);
});

it('does not leave late what the application has subscribed to meanwhile (2)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  server.answerSubscribes('never', { channel: 'orders', times: 1 });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  pusher.subscribe('orders');
  await timers.advance(soon);
  expect(server.received('pusher:unsubscribe', 'orders')).toHaveLength(1);
  expect(server.subscribers('orders')).toHaveLength(1);
});

it('forgets late confirmations with their socket (15)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const before = callbacks(pusher.connection);
  server.answerSubscribes('never', { channel: 'orders' });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.release();
  server.drop();
  await timers.advance(5_000);
  expect(callbacks(pusher.connection)).toBe(before);
});

it('leaves no callback on a channel that the application goes on using, and counts none of its events (15)', async () => {
  const { client, server, timers, pusher, opened } = await sharedBench('private-encrypted-x');
  const before = [callbacks(opened), callbacks(pusher.connection)];
  const lease = client.acquire('private-encrypted-x');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  lease.release();
  await timers.advance(soon);
  expect([callbacks(opened), callbacks(pusher.connection)]).toEqual(before);
  expect(Object.hasOwn(pusher, 'unsubscribe')).toBe(false);
  server.trigger('private-encrypted-x', 'a', 1);
  await timers.advance(soon);
  expect(client.inspect().counters).toMatchObject({ message: 0, invalid: 0 });
  expect(opened.subscribed).toBe(true);
});

it.each(['orders', 'private-encrypted-x'])(
  'takes no event on %s from callbacks behind its own when it unbinds in the middle of one (2, 15)',
  async (name) => {
    const { client, server, timers, pusher, opened } = await sharedBench(name);
    const lease = client.acquire(name);
    await timers.advance(soon);
    const onConnection: string[] = [];
    const onChannel: string[] = [];
    pusher.connection.bind_global((event, data) => {
      if (event === 'message') onConnection.push((data as { event: string }).event);
    });
    opened.bind_global((event) => onChannel.push(event));
    const own: string[] = [];
    lease.on('*', (_, { event }) => {
      own.push(event);
      lease.release();
    });
    for (const event of ['a', 'b']) server.trigger(name, event, 1);
    await timers.advance(soon);
    expect([own, onConnection, onChannel]).toEqual([['a'], ['a', 'b'], ['a', 'b']]);
  },
);

it('shows the connection as connected before a channel that was already live, without an earlier gap (7, 10)', async () => {
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

it('knows the members of a presence channel that the application has open, and who it is there', async () => {
  const { client, server, timers } = await sharedBench('presence-room');
  server.rooms.addMember('presence-room', 'ann', { name: 'Ann' });
  await timers.advance(soon);
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  expect(lease.members.getSnapshot()).toMatchObject({ count: 2, me: { id: 'me' }, isStale: false });
});

it('delivers decrypted events in order with those of other channels (4)', async () => {
  const { client, server, timers } = await sharedBench('theirs');
  const lease = client.acquire('private-encrypted-x');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  await timers.advance(soon);
  for (const n of [1, 2]) server.trigger('private-encrypted-x', 'a', { n });
  await timers.advance(soon);
  expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
});

it('counts an encrypted event as a gap if it is not decrypted within 10 s (7)', async () => {
  const name = 'private-encrypted-x';
  const { client, server, timers } = await sharedBench('theirs');
  const lease = client.acquire(name);
  const gaps = gapsOf(lease);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  await timers.advance(soon);
  server.rooms.secrets.set(name, `${'N'.repeat(43)}=`);
  for (const n of [1, 2]) server.trigger(name, 'a', n);
  await timers.advance(9_900);
  expect(gaps).toEqual([]);
  await timers.advance(200);
  expect(gaps).toMatchObject([{ channel: name, reason: 'payload' }]);
  expect(client.inspect().counters).toMatchObject({ invalid: 1 });
  // The next unreadable one is noticed too.
  server.trigger(name, 'a', 3);
  await timers.advance(10_500);
  expect([gaps.length, seen]).toEqual([2, []]);
});

it('counts an unreadable event as a gap, although a later one is readable (7)', async () => {
  const name = 'private-encrypted-x';
  const { client, server, timers } = await sharedBench('theirs');
  const lease = client.acquire(name);
  const gaps = gapsOf(lease);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  await timers.advance(soon);
  server.rooms.secrets.set(name, `${'N'.repeat(43)}=`);
  server.trigger(name, 'a', 1);
  server.rooms.secrets.delete(name);
  server.trigger(name, 'a', 2);
  await timers.advance(10_500);
  expect([seen, gaps.length]).toEqual([[2], 1]);
});

it('fails with CK309 for good where the build of pusher-js has no encryption', async () => {
  const { server, auth, timers } = await sharedBench('theirs');
  const { default: Plain } = (await import('pusher-js/worker')) as unknown as { default: never };
  const pusher = applicationsPusher(Plain, auth.authorize);
  const { client } = createTestClient({ server, transport: undefined, pusher, ...realConfig, timers });
  const [lease, other] = ['private-encrypted-x', 'private-orders'].map((name) => client.acquire(name));
  await timers.advance(60_000);
  expect(lease?.status.getSnapshot()).toMatchObject({
    status: 'failed',
    error: { code: 'CK309', remedy: "Pass an instance of 'pusher-js/with-encryption'." },
  });
  expect(other && statusOf(other)).toBe('subscribed');
  expect(pusher.channel('private-encrypted-x')).toBeUndefined();
});

it('retries when an authorizer of the application throws, and takes only its own channel out (11)', async () => {
  const { client, timers, pusher, opened } = await sharedBench('private-theirs', () =>
    Promise.reject(new Error('no')),
  );
  const { config } = whole(pusher);
  const known = config.channelAuthorizer;
  config.channelAuthorizer = () => {
    throw new Error('mine');
  };
  const leases = ['private-theirs', 'private-ours'].map((name) => client.acquire(name));
  await timers.advance(soon);
  expect(leases[1]?.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK301' } });
  expect(pusher.channel('private-theirs')).toBe(opened);
  expect(pusher.channel('private-ours')).toBeUndefined();
  config.channelAuthorizer = known;
});

it('signs in for itself, without signing the application in', async () => {
  const { client, server, auth, timers, pusher } = await sharedBench('theirs');
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set('me');
  const seen: unknown[] = [];
  client.user.on('notice', (data) => seen.push(data));
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  expect(whole(pusher).user.user_data).toBeNull();
  server.sendToUser('me', 'notice', 1);
  await timers.advance(soon);
  expect(seen).toEqual([1]);
  expect(server.subscribers('theirs')).toHaveLength(1);
});

it('leaves a sign-in of the application to it, and does not take it for ours', async () => {
  const { client, server, auth, timers, pusher } = await sharedBench('theirs');
  whole(pusher).config.userAuthenticator = (
    { socketId }: { socketId: string },
    done: (error: null, data: unknown) => void,
  ) => void auth.authenticate({ socketId }).then((data) => done(null, data));
  auth.user = { id: 'app' };
  const heard: unknown[] = [];
  whole(pusher).user.bind('notice', (data) => heard.push(data));
  client.acquire('orders');
  await timers.advance(soon);
  whole(pusher).signin();
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('off');
  expect(whole(pusher).user.user_data).toMatchObject({ id: 'app' });
  server.sendToUser('app', 'notice', 1);
  await timers.advance(soon);
  expect(heard).toEqual([1]);
});

it.each([
  { event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data: '{}' },
  { event: 'pusher_internal:member_added', channel: 'presence-room', data: 'null' },
  { event: 'pusher_internal:watchlist_events', data: '{}' },
])('reports malformed frame %o, on which pusher-js would throw (12)', async (frame) => {
  const { client, server, timers } = await sharedBench('presence-room');
  const lease = client.acquire('presence-room');
  await timers.advance(soon);
  server.send(frame);
  await timers.advance(soon);
  expect(client.inspect().counters).toMatchObject({ invalid: 1 });
  expect([client.connection.getSnapshot().state, statusOf(lease)]).toEqual(['connected', 'subscribed']);
});

it('stays closed when a listener closes it while pusher-js begins an attempt of its own (15)', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  client.acquire('orders');
  await timers.advance(soon);
  client.connection.subscribe(() => {
    if (client.connection.getSnapshot().state === 'reconnecting') client.disconnect();
  });
  server.freeze();
  await timers.advance(300_000);
  expect([client.connection.getSnapshot().state, pusher.connection.state]).toEqual([
    'closed',
    'disconnected',
  ]);
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
});

it('connects again when a listener asks for it while the application closes its instance', async () => {
  const { client, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.status.subscribe(() => {
    if (statusOf(lease) === 'idle') client.connect();
  });
  pusher.disconnect();
  await timers.advance(5_000);
  expect([client.connection.getSnapshot().state, statusOf(lease)]).toEqual(['connected', 'subscribed']);
});

it('fails once a refusal is final, and leaves the instance to the application', async () => {
  const { client, server, timers, pusher } = await sharedBench('theirs');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  server.drop(4001, 'no such app');
  await timers.advance(soon);
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'failed', error: { code: 'CK203' } });
  expect(statusOf(lease)).toBe('failed');
  expect(pusher.connection.state).toBe('disconnected');
  pusher.connect();
  client.connect();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('begins the gap of a half-open socket before the last real frame, not with an answer of pusher-js (7)', async () => {
  const { client, server, timers, auth } = await sharedBench('x');
  const lease = client.acquire('orders');
  const gaps: { since: number }[] = [];
  lease.onGap((gap) => gaps.push(gap));
  await timers.advance(soon);
  const frozenAt = timers.now();
  server.freeze();
  await timers.advance(45_000);
  auth.answer(403, { times: 1 });
  client.acquire('private-orders');
  await timers.advance(300_000);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.since).toBeLessThanOrEqual(frozenAt);
});
