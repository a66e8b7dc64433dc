import { afterEach, expect, it, vi } from 'vitest';
import { type Bench, bench, liveBench, pusherBench, soon, statusOf } from '../../tests/support/setup.ts';
import type { FakeServer } from '../testing/index.ts';

async function signedIn(make: () => Bench | Promise<Bench> = bench) {
  const made = await make();
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
  made.auth.user = { id: '7' };
  made.client.user.set(7);
  made.client.connect();
  await made.timers.advance(soon);
  return made;
}

afterEach(() => void vi.unstubAllGlobals());

it.each([
  ['the platform’s WebSocket', bench],
  ['pusher-js', pusherBench],
])('signs the user in over %s, and delivers their events and watchlist', async (_, make) => {
  const { client, server, timers } = await signedIn(make);
  expect(client.user.getSnapshot()).toEqual({ id: '7', signIn: 'signed-in', error: null });
  expect(server.received('pusher:signin')).toHaveLength(1);
  expect(server.received('pusher:subscribe', '#server-to-user-7')).toHaveLength(1);
  const seen: unknown[] = [];
  const off = client.user.on('notice', (data) => seen.push(data));
  client.user.onWatchlist((event) => seen.push(event));
  server.sendToUser('7', 'notice', { text: 'hello' });
  server.sendToUser('8', 'notice', { text: 'not yours' });
  server.sendWatchlist('7', 'online', ['9']);
  await timers.advance(soon);
  off();
  server.sendToUser('7', 'notice', { text: 'late' });
  await timers.advance(soon);
  expect(seen).toEqual([{ text: 'hello' }, { name: 'online', userIds: ['9'] }]);
});

it('receives the events of the user whom the server signed in, whatever the id is here', async () => {
  const made = bench();
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
  made.auth.user = { id: 'u-7' };
  made.client.user.set(7);
  const seen: unknown[] = [];
  made.client.user.on('notice', (data) => seen.push(data));
  await made.timers.advance(soon);
  made.server.sendToUser('u-7', 'notice', 1);
  await made.timers.advance(soon);
  expect(seen).toEqual([1]);
});

it('signs in again on every connection', async () => {
  const { client, server, timers } = await signedIn();
  server.drop();
  expect(client.user.getSnapshot().signIn).toBe('off');
  await timers.advance(2_000);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  expect(server.received('pusher:signin')).toHaveLength(2);
});

it('opens a new socket for another user, since a connection signs in only one', async () => {
  const { client, server, auth, timers } = await signedIn();
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  auth.user = { id: '8' };
  client.user.set(8);
  await timers.advance(soon);
  expect(server.connectCount).toBe(2);
  expect(server.sockets.map(({ userId }) => userId)).toEqual(['8']);
  expect(client.user.getSnapshot()).toMatchObject({ id: '8', signIn: 'signed-in' });
  expect(statusOf(lease)).toBe('subscribed');
  expect(auth.requestsFor('private-orders')).toHaveLength(2);
  client.user.set(null);
  await timers.advance(soon);
  expect(server.sockets.map(({ userId }) => userId)).toEqual([null]);
});

it('opens a new socket for another user while the sign-in of the old one is unanswered', async () => {
  const made = bench();
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
  made.server.signIn = 'never';
  made.auth.user = { id: '7' };
  made.client.user.set(7);
  made.client.connect();
  await made.timers.advance(soon);
  made.server.signIn = 'accept';
  made.auth.user = { id: '8' };
  made.client.user.set(8);
  await made.timers.advance(soon);
  expect(made.server.connectCount).toBe(2);
  expect(made.client.user.getSnapshot()).toMatchObject({ id: '8', signIn: 'signed-in' });
});

it('retries a failed sign-in with backoff, and treats 403 as final for the connection (11)', async () => {
  const made = bench();
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
  made.auth.answer(500, { times: 3 });
  made.client.user.set(7);
  made.client.connect();
  await made.timers.advance(soon);
  expect(made.client.user.getSnapshot()).toMatchObject({ signIn: 'failed', error: { code: 'CK211' } });
  await made.timers.advance(10_000);
  expect(made.client.user.getSnapshot().signIn).toBe('signed-in');
  const [first = 0, second = 0, third = 0] = made.auth.requests.map(({ at }) => at);
  expect(third - second).toBeGreaterThan(second - first);
  made.server.drop();
  made.auth.answer(403);
  await made.timers.advance(600_000);
  expect(made.client.user.getSnapshot().signIn).toBe('failed');
  expect(made.auth.requests).toHaveLength(5);
});

it('does not sign in again after a refusal when equal options are passed (3)', async () => {
  const { client, auth, timers } = await liveBench('orders');
  auth.answer(403);
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set(7);
  await timers.advance(soon);
  for (let render = 0; render < 20; render += 1)
    client.configure({ userAuth: { authenticate: (request) => auth.authenticate(request) } });
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('failed');
  expect(auth.requests).toHaveLength(1);
});

it('ignores the answer to a sign-in on an old socket (11)', async () => {
  const { client, server, auth, timers } = await liveBench('orders');
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  auth.answer('hold', { times: 1 });
  client.user.set(7);
  await timers.advance(soon);
  const old = server.sockets[0]?.id;
  server.drop();
  await timers.advance(2_000);
  auth.release();
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  const sent = server.received('pusher:signin');
  expect(sent).toHaveLength(1);
  expect(JSON.stringify(sent)).not.toContain(`fake:${old}:`);
});

it('recognizes a server without sign-in by its silence or its error, and keeps working', async () => {
  const { client, server, timers } = bench();
  server.signIn = 'never';
  client.configure({ userAuth: { authenticate: async () => ({ auth: 'a', user_data: '{"id":"7"}' }) } });
  client.user.set(7);
  const lease = client.acquire('private-orders');
  await timers.advance(10_100);
  expect(client.user.getSnapshot()).toMatchObject({ signIn: 'failed', error: { code: 'CK211' } });
  expect(statusOf(lease)).toBe('subscribed');
  await timers.advance(600_000);
  expect(server.received('pusher:signin')).toHaveLength(1);
  server.drop();
  await timers.advance(2_000);
  expect(client.user.getSnapshot().signIn).toBe('pending');
  server.send({ event: 'pusher:error', data: { code: 4200, message: 'Invalid message format' } });
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('failed');
  expect(client.connection.getSnapshot().state).toBe('connected');
  await timers.advance(600_000);
  expect(server.received('pusher:signin')).toHaveLength(2);
});

it('fails on a refused sign-in, and on answers with missing fields (12)', async () => {
  const refused = bench();
  refused.server.signIn = 'refuse';
  refused.client.configure({ userAuth: { authenticate: refused.auth.authenticate } });
  refused.client.user.set(7);
  refused.client.connect();
  await refused.timers.advance(soon);
  expect(refused.client.user.getSnapshot()).toMatchObject({ signIn: 'failed', error: { code: 'CK211' } });

  for (const data of [
    null,
    {},
    { auth: 'a' },
    { auth: 'a', user_data: '{"id":7}' },
    { auth: 'a', user_data: '{' },
  ]) {
    const made = bench();
    made.client.configure({ userAuth: { authenticate: made.auth.authenticate } });
    made.auth.answer({ data }, { times: 1 });
    made.client.user.set(7);
    made.client.connect();
    await made.timers.advance(soon);
    expect(made.client.user.getSnapshot().signIn).toBe('failed');
    expect(made.server.received('pusher:signin')).toHaveLength(0);
    await made.timers.advance(2_000);
    expect(made.client.user.getSnapshot().signIn).toBe('signed-in');
  }
});

it('signs in on an open connection as soon as `userAuth` is configured', async () => {
  const { client, auth, timers } = await liveBench('orders');
  client.user.set(7);
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('off');
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  client.configure({ userAuth: { authenticate: (request) => auth.authenticate(request) } });
  await timers.advance(soon);
  expect(auth.requests).toHaveLength(1);
});

it('posts the socket id to an endpoint', async () => {
  const bodies: string[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: URLSearchParams }) => {
    bodies.push(String(body));
    return Response.json({ auth: 'a', user_data: '{"id":"7"}' });
  });
  const { client, timers } = bench({ userAuth: { endpoint: '/user-auth' } });
  client.user.set(7);
  client.connect();
  await timers.advance(soon);
  expect(bodies).toEqual(['socket_id=1.1001']);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
});

it("opens a socket for listeners to the user's events, and closes it after the last one (15)", async () => {
  const { client, server, timers } = bench();
  const off = client.user.on('notice', () => {});
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(1);
  off();
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('ignores a sign-in success that it did not request (12)', async () => {
  for (const { client, server, timers } of [bench(), await pusherBench()]) {
    client.acquire('orders');
    await timers.advance(soon);
    const before = server.frames.length;
    server.send({ event: 'pusher:signin_success', data: '{"user_data":"{\\"id\\":\\"7\\"}"}' });
    await timers.advance(soon);
    expect(client.user.getSnapshot().signIn).toBe('off');
    expect(client.connection.getSnapshot().state).toBe('connected');
    expect(server.frames).toHaveLength(before);
  }
});

it('applies a 4009 without a channel to the oldest unanswered request on the socket', async () => {
  for (const first of ['sign-in', 'subscription'] as const) {
    const { client, server, auth, timers, lease: keep } = await liveBench('private-keep');
    server.signIn = 'never';
    server.answerSubscribes('never', { channel: 'private-orders', times: 1 });
    const signIn = () => {
      client.configure({ userAuth: { authenticate: auth.authenticate } });
      client.user.set('me');
    };
    if (first === 'sign-in') signIn();
    await timers.advance(soon);
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    if (first === 'subscription') signIn();
    await timers.advance(soon);
    const refuse = async () => {
      server.send({ event: 'pusher:error', data: { code: 4009, message: 'Connection is unauthorized' } });
      await timers.advance(soon);
    };
    const states = () => [statusOf(lease), client.user.getSnapshot().signIn];
    expect(states()).toEqual(['subscribing', 'pending']);
    await refuse();
    expect(states()).toEqual(first === 'sign-in' ? ['subscribing', 'failed'] : ['retrying', 'pending']);
    await refuse();
    expect(states()).toEqual(['retrying', 'failed']);
    expect(lease.status.getSnapshot().error?.code).toBe('CK303');
    expect(statusOf(keep)).toBe('subscribed');
  }
});

it('promises a retry in the remedy of CK211 only where one comes (11)', async () => {
  const answerSignIn = (server: FakeServer, answer: 'refuse' | 'never') => {
    server.signIn = answer;
  };
  const cases: [string, boolean, (made: Bench) => void][] = [
    ['the endpoint fails', true, ({ auth }) => auth.answer(500, { times: 1 })],
    ['the endpoint is silent', true, ({ auth }) => auth.answer('never', { times: 1 })],
    ['its answer is malformed', true, ({ auth }) => auth.answer({ data: {} }, { times: 1 })],
    ['the endpoint denies', false, ({ auth }) => auth.answer(403, { times: 1 })],
    ['the server refuses', false, ({ server }) => answerSignIn(server, 'refuse')],
    ['the server is silent', false, ({ server }) => answerSignIn(server, 'never')],
  ];
  for (const [why, isRetried, arrange] of cases) {
    const made = bench();
    const { client, server, auth, timers } = made;
    client.configure({ userAuth: { authenticate: auth.authenticate } });
    arrange(made);
    client.user.set('me');
    client.connect();
    while (client.user.getSnapshot().signIn !== 'failed') await timers.advance(100);
    const { error } = client.user.getSnapshot();
    expect(error?.code, why).toBe('CK211');
    expect(error?.remedy, why).toContain(
      isRetried ? 'It is retried automatically.' : 'It is tried again with the next connection.',
    );
    server.signIn = 'accept';
    await timers.advance(120_000);
    expect(client.user.getSnapshot().signIn, why).toBe(isRetried ? 'signed-in' : 'failed');
    server.drop();
    await timers.advance(5_000);
    expect(client.user.getSnapshot().signIn, why).toBe('signed-in');
    client.dispose();
  }
});

it("gives the server's answer its own time limit after that of the request (11)", async () => {
  const { client, server, auth, timers } = await liveBench('orders');
  const told: string[] = [];
  client.user.subscribe(() => told.push(client.user.getSnapshot().signIn));
  auth.answer({ delay: 9_000 });
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set(7);
  await timers.advance(8_000);
  server.hold();
  await timers.advance(10_000);
  server.release();
  await timers.advance(soon);
  expect(told).not.toContain('failed');
  expect(told.at(-1)).toBe('signed-in');
});

it('ignores the failure of an abandoned request while the next one runs (11)', async () => {
  const { client, timers } = await liveBench('orders');
  const fails: (() => void)[] = [];
  const authenticate = () =>
    new Promise<never>((_, reject) => {
      fails.push(() => reject(new Error('late')));
    });
  client.configure({ userAuth: { authenticate } });
  client.user.set(7);
  await timers.advance(10_000);
  expect(client.user.getSnapshot().signIn).toBe('failed');
  await timers.advance(2_000);
  expect([fails.length, client.user.getSnapshot().signIn]).toEqual([2, 'pending']);
  fails[0]?.();
  await timers.advance(soon);
  expect(client.user.getSnapshot().signIn).toBe('pending');
});
