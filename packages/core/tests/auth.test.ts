import { afterEach, expect, it, vi } from 'vitest';
import { createManualTimers, createTestClient, FakeServer } from '../src/testing/index.ts';
import { bench, liveBench, soon, statusOf } from './support/setup.ts';

afterEach(() => void vi.unstubAllGlobals());

it('retries 401, 5xx and network failures with growing, jittered delays until one succeeds (11)', async () => {
  for (const failure of [401, 500, 503, 'network'] as const) {
    const { client, auth, timers } = bench();
    auth.answer(failure, { times: 4 });
    const lease = client.acquire('private-orders');
    await timers.settle();
    await timers.advance(0);
    expect(lease.status.getSnapshot()).toMatchObject({
      status: 'retrying',
      attempt: 1,
      retryAt: timers.now() + 750,
      error: { code: 'CK301' },
    });
    await timers.advance(60_000);
    expect(statusOf(lease)).toBe('subscribed');
    const [first = 0, ...later] = auth.requests.map(({ at }) => at);
    expect(later.map((at) => at - first)).toEqual([750, 2_250, 5_250, 11_250]);
  }
});

it('treats 403 as final until the user or auth changes, or retry() is called (11)', async () => {
  const { client, auth, timers } = bench();
  const keep = client.acquire('keep');
  auth.answer(403, { channel: 'private-orders' });
  const lease = client.acquire('private-orders');
  await timers.advance(600_000);
  expect(auth.requests).toHaveLength(1);
  expect(lease.status.getSnapshot()).toMatchObject({
    status: 'failed',
    error: { code: 'CK302' },
    retryAt: null,
  });

  lease.retry();
  await timers.advance(soon);
  expect(auth.requests).toHaveLength(2);
  expect(statusOf(lease)).toBe('failed');

  client.user.set('7');
  await timers.advance(soon);
  expect(auth.requests).toHaveLength(3);

  auth.answer('ok', { channel: 'private-orders' });
  client.configure({ auth: { endpoint: '/other' } });
  client.configure({ auth: { authorize: auth.authorize } });
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  keep.release();
});

it('keeps a denial across a reconnect (11)', async () => {
  const { client, server, auth, timers } = bench();
  auth.answer(403);
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  server.drop();
  await timers.advance(30_000);
  expect(client.connection.getSnapshot().state).toBe('connected');
  expect(statusOf(lease)).toBe('failed');
  expect(auth.requests).toHaveLength(1);
});

it('does not apply a denial of the previous user to the new one (11)', async () => {
  const { client, auth, timers } = bench();
  auth.answer('hold', { times: 1 });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  auth.answer(403, { times: 1 });
  const late = client.acquire('private-other');
  client.user.set('7');
  await timers.advance(soon);
  expect(statusOf(late)).toBe('subscribed');
  auth.release();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('never sends an answer for an old socket on the new one (11)', async () => {
  const { client, server, auth, timers } = bench();
  auth.answer('hold', { times: 2 });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  const old = server.sockets[0]?.id;
  server.drop();
  await timers.advance(2_000);
  expect(auth.requests).toHaveLength(2);
  auth.release();
  await timers.advance(2_000);
  expect(statusOf(lease)).toBe('subscribed');
  const sent = server.received('pusher:subscribe', 'private-orders');
  expect(sent).toHaveLength(1);
  expect(JSON.stringify(sent)).not.toContain(`fake:${old}:`);
  expect(auth.requests).toHaveLength(2);
});

it('ignores a failure of an earlier attempt (11)', async () => {
  const failures: (() => void)[] = [];
  const made = bench();
  made.client.configure({
    auth: {
      authorize: () => new Promise((_, reject) => failures.push(() => reject(new Error('aborted')))),
    },
  });
  const lease = made.client.acquire('private-orders');
  await made.timers.advance(soon);
  made.server.drop();
  await made.timers.advance(2_000);
  expect(failures).toHaveLength(2);
  failures[0]?.();
  await made.timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribing');
  expect(failures).toHaveLength(2);
});

it('aborts an authorization after 10 s and tries again (11)', async () => {
  const signals: AbortSignal[] = [];
  const made = bench();
  made.client.configure({
    auth: {
      authorize: (request) => {
        signals.push(request.signal);
        return signals.length === 1 ? new Promise(() => {}) : made.auth.authorize(request);
      },
    },
  });
  const lease = made.client.acquire('private-orders');
  await made.timers.advance(9_900);
  expect(statusOf(lease)).toBe('subscribing');
  await made.timers.advance(200);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK304' } });
  expect(signals[0]?.aborted).toBe(true);
  await made.timers.advance(1_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it.each(['a function', 'an endpoint'])(
  'aborts a request by %s when the channel is released, the socket is lost or the time limit passes (11)',
  async (kind) => {
    const signals: unknown[] = [];
    const ask = ({ signal }: { signal?: AbortSignal | null }) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => ask(init));
    const auth = kind === 'an endpoint' ? { endpoint: '/auth' } : { authorize: ask };
    const { client, server, timers } = bench({ grace: 0, auth });
    const keep = client.acquire('keep');
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    const aborted = () => signals.map((signal) => (signal as AbortSignal).aborted);
    lease.release();
    expect(aborted()).toEqual([true]);
    client.acquire('private-orders');
    await timers.advance(soon);
    server.drop();
    await timers.advance(2_000);
    expect(aborted()).toEqual([true, true, false]);
    await timers.advance(11_000);
    expect(aborted()).toEqual([true, true, true, false]);
    keep.release();
  },
);

it('reads the refusal of each kind of server and retries with a fresh authorization (11)', async () => {
  for (const dialect of ['pusher', 'soketi', 'reverb'] as const) {
    const timers = createManualTimers();
    const server = new FakeServer({ timers, dialect });
    const { client, auth } = createTestClient({ timers, server });
    auth.answer({ data: { auth: 'key:wrong' } }, { channel: 'private-orders', times: 1 });
    const other = client.acquire('orders');
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK303' } });
    expect(statusOf(other)).toBe('subscribed');
    await timers.advance(2_000);
    expect(statusOf(lease)).toBe('subscribed');
    expect(auth.requests).toHaveLength(2);
  }
});

it('treats a refusal with status 403 as a denial (11)', async () => {
  const { client, server, timers } = bench();
  server.answerSubscribes({ refuse: 'no', status: 403 });
  const lease = client.acquire('private-orders');
  await timers.advance(60_000);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK302' } });
});

it('retries an incomplete answer, and says what it lacks (11, 12)', async () => {
  const cases: [channel: string, data: unknown, says: string][] = [
    ['private-orders', null, 'has no string "auth"'],
    ['private-orders', { auth: 7 }, 'has no string "auth"'],
    ['presence-room', { auth: 'x' }, 'has no "channel_data"'],
    ['presence-room', { auth: 'x', channel_data: '{' }, 'has no "channel_data"'],
    ['presence-room', { auth: 'x', channel_data: { user_id: 1 } }, 'has no "channel_data"'],
    ['private-encrypted-x', { auth: 'x' }, 'has no "shared_secret"'],
    ['private-encrypted-x', { auth: 'x', shared_secret: '?' }, 'has no "shared_secret"'],
  ];
  for (const [channel, data, says] of cases) {
    const { client, auth, timers } = bench();
    auth.answer({ data }, { times: 1 });
    const lease = client.acquire(channel);
    await timers.advance(soon);
    expect(lease.status.getSnapshot().error?.message).toContain(says);
    await timers.advance(2_000);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('denies private channels until auth is configured (11)', async () => {
  const { client, auth, timers } = bench({ auth: undefined });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK305' } });
  client.configure({ auth: { authorize: auth.authorize } });
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('posts to an endpoint, with headers and params read anew for every request (11)', async () => {
  const calls: { url: string; init: RequestInit }[] = [];
  const statuses = [401, 200];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    const fields = init.body as URLSearchParams;
    const auth = `fake:${fields.get('socket_id')}:${fields.get('channel_name')}`;
    return new Response(JSON.stringify({ auth }), { status: statuses[calls.length - 1] ?? 200 });
  });
  let token = 0;
  const { client, timers } = bench({
    auth: {
      endpoint: '/api/pusher/auth',
      headers: async () => {
        token += 1;
        return { authorization: `Bearer ${token}` };
      },
      params: () => ({ tenant: 'a b' }),
      credentials: 'include',
    },
  });
  const lease = client.acquire('private-orders');
  await timers.advance(2_000);
  expect(statusOf(lease)).toBe('subscribed');
  expect(calls.map(({ url }) => url)).toEqual(['/api/pusher/auth', '/api/pusher/auth']);
  expect(calls.map(({ init }) => new Headers(init.headers).get('authorization'))).toEqual([
    'Bearer 1',
    'Bearer 2',
  ]);
  const [, second] = calls;
  expect(second?.init).toMatchObject({ method: 'POST', credentials: 'include' });
  expect(String(second?.init.body)).toMatch(/^tenant=a\+b&socket_id=1\.1001&channel_name=private-orders$/);
});

it('asks an endpoint function for the endpoint of each channel, and of the user authentication (11)', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string, { body }: { body: URLSearchParams }) => {
    const [socket, name] = [body.get('socket_id'), body.get('channel_name')];
    asked.push(`${url} ${name}`);
    return Response.json(
      name === null
        ? { auth: `fake:${socket}:user`, user_data: '{"id":"7"}' }
        : { auth: `fake:${socket}:${name}` },
    );
  });
  const endpoint = (name: string | null) => (name === null ? '/user' : `/auth/${name.split('-')[1]}`);
  const { client, timers } = bench({ auth: { endpoint }, userAuth: { endpoint } });
  client.user.set(7);
  const leases = ['private-orders', 'private-invoices'].map((name) => client.acquire(name));
  await timers.advance(soon);
  expect(asked.sort()).toEqual([
    '/auth/invoices private-invoices',
    '/auth/orders private-orders',
    '/user null',
  ]);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
});

it('accepts only status 200 with JSON, and treats 403 as a denial (11)', async () => {
  for (const [status, body, code, detail] of [
    [201, '{"auth":"x"}', 'CK301', '/auth returned status 201.'],
    [200, '<html>', 'CK301', '/auth returned status 200 without JSON.'],
    [401, '', 'CK301', '/auth returned status 401.'],
    [403, '', 'CK302', '/auth returned status 403.'],
    [404, '', 'CK301', '/auth returned status 404.'],
  ] as const) {
    vi.stubGlobal('fetch', async () => new Response(body, { status }));
    const { client, timers } = bench({ auth: { endpoint: '/auth?token=secret' } });
    const lease = client.acquire('private-orders');
    await timers.advance(soon);
    expect(lease.status.getSnapshot()).toMatchObject({
      status: code === 'CK302' ? 'failed' : 'retrying',
      error: { code, message: expect.stringContaining(`: ${detail}`) },
    });
  }
});

it('retries when the headers function throws (11)', async () => {
  vi.stubGlobal('fetch', async (_: string, { body }: { body: URLSearchParams }) =>
    Response.json({ auth: `fake:${body.get('socket_id')}:${body.get('channel_name')}` }),
  );
  let fails = true;
  const { client, timers } = bench({
    auth: {
      endpoint: '/auth',
      headers: () => {
        if (!fails) return {};
        fails = false;
        throw new Error('no token yet');
      },
    },
  });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect(lease.status.getSnapshot().error?.message).toContain('no token yet');
  await timers.advance(2_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('shows no signature, token or secret in status, log or inspection (13)', async () => {
  const { client, server, auth, timers } = await liveBench('private-encrypted-orders');
  auth.answer(
    { data: { auth: 'key:SECRETSIG', channel_data: 'SECRETDATA' } },
    { channel: 'private-x', times: 1 },
  );
  client.acquire('private-x');
  await timers.advance(soon);
  server.trigger('private-encrypted-orders', 'a', 'SECRETPAYLOAD');
  await timers.advance(soon);
  const shown = JSON.stringify(client.inspect());
  expect(shown).not.toContain('fake:');
  expect(shown).not.toContain('SECRETPAYLOAD');
  expect(shown).not.toContain('SECRETDATA');
});

it('retries a user authentication that does not answer within 10 s (11)', async () => {
  const { client, server, auth, timers } = bench();
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  auth.answer('never', { times: 2 });
  client.user.set(7);
  client.connect();
  await timers.advance(10_100);
  expect(client.user.getSnapshot()).toMatchObject({ signIn: 'failed', error: { code: 'CK211' } });
  await timers.advance(30_000);
  expect(client.user.getSnapshot().signIn).toBe('signed-in');
  expect(auth.requests).toHaveLength(3);
  expect(server.connectCount).toBe(1);
});
