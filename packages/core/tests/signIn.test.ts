import { afterEach, expect, it, vi } from 'vitest';
import { bench, liveBench, soon, statusOf } from './support/setup.ts';

async function signedIn(options: Parameters<typeof bench>[0] = {}) {
  const made = bench();
  made.client.configure({ userAuth: { authenticate: made.auth.authenticate }, ...options });
  made.auth.user = { id: '7' };
  made.client.user.set(7);
  made.client.connect();
  await made.timers.advance(soon);
  return made;
}

afterEach(() => void vi.unstubAllGlobals());

it('signs the user in and brings their events and their watchlist', async () => {
  const { client, server, timers } = await signedIn();
  expect(client.user.getSnapshot()).toEqual({ id: '7', signIn: 'signed-in', error: null });
  expect(server.received('pusher:signin')).toHaveLength(1);
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

it('listens to the user that the server signed in, whatever the id is called here', async () => {
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

it('takes a new socket for another user, since a connection signs in one only', async () => {
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

it('takes a new socket as well when the sign-in of the old user was on its way', async () => {
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

it('retries a sign-in that failed, with pauses, and takes 403 as final (11)', async () => {
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

it('does not sign in again after a refusal for options that say the same (3)', async () => {
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

it('throws away the answer of a sign-in on an old socket (11)', async () => {
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

it('recognises a server without sign-in by its silence or its error, and keeps working', async () => {
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

it('tells a refused sign-in, and answers that lack what they need (12)', async () => {
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

it('signs in as soon as it is told how, on a connection that is there', async () => {
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

it('opens the socket for events of the user, and closes it after the last listener (15)', async () => {
  const { client, server, timers } = bench();
  const off = client.user.on('notice', () => {});
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(1);
  off();
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('defuses a sign-in that nobody asked for, on which pusher-js throws (12)', async () => {
  const { client, server, timers, Pusher } = await liveBench('orders');
  const seen: unknown[] = [];
  Pusher.instances[0]?.bind('pusher:signin_success', () => seen.push('told'));
  server.send({ event: 'pusher:signin_success', data: '{"user_data":"{\\"id\\":\\"7\\"}"}' });
  await timers.advance(soon);
  expect(seen).toEqual([]);
  expect(client.user.getSnapshot().signIn).toBe('off');
});

it('gives the server as long to answer as the request before it (11)', async () => {
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

it('takes no failure of a request given up for that of the next one (11)', async () => {
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
