import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAuthHandler, createUserAuthHandler, PusherService } from '../src/index.ts';
import { config, credentials, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

const url = 'https://app.example/api/pusher/auth';
const ask = () =>
  new Request(url, {
    method: 'POST',
    body: new URLSearchParams({ socket_id: '1.2', channel_name: 'private-a' }),
  });

async function recorded() {
  const recorder = await startRecorder();
  onTestFinished(recorder.stop);
  const at = { ...credentials, host: '127.0.0.1', port: recorder.port, tls: false };
  return { pusher: new PusherService(at, silent), recorder };
}

describe('what authenticate returns', () => {
  class NextResponse extends Response {}

  it.each<[string, unknown]>([
    ['{ user: null }', { user: null }],
    ['{ user: null, session: null }', { user: null, session: null }],
    ['{ userId: null }', { userId: null, getToken: () => null }],
    ['{ error }', { error: 'no session' }],
    ['{ data: { user: null }, error: null }', { data: { user: null }, error: null }],
    ['{ data: null, error: null }', { data: null, error: null }],
    ['an Error', new Error('expired')],
    ['a Response', new Response(null, { status: 401 })],
    ["a framework's Response", new NextResponse(null, { status: 302 })],
    ['a list', []],
    ['a user without an id', { id: undefined, name: 'Ada' }],
  ])('%s is not a user: it is answered with 401 and reported (14)', async (_, returned) => {
    const onError = vi.fn();
    const rule = vi.fn(() => true);
    const pusher = new PusherService(config, { onError });
    const authenticate = async () => returned as never;
    const channel = createAuthHandler(pusher, { authenticate, authorize: { 'private-a': rule } });
    const user = createUserAuthHandler(pusher, { authenticate });
    for (const handler of [channel, user]) {
      const response = await handler(ask());
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('"auth"');
    }
    expect(rule).not.toHaveBeenCalled();
    expect(onError.mock.calls.map(([error]) => error.code)).toEqual(['CK613', 'CK613']);
  });

  it.each<[string, unknown]>([
    ['an id', '7'],
    ['a user', { id: 7 }],
    ['user number 0', { id: 0 }],
    ['a user with empty fields', { id: 7, session: null, data: null, error: null }],
    ['a session with a user', { user: { id: 7 }, session: { id: 's' } }],
    ['a person with a link', { invoiceId: 4, person: null }],
  ])('%s is a user', async (_, returned) => {
    const handler = createAuthHandler(new PusherService(config), {
      authenticate: () => returned,
      authorize: { 'private-a': ({ user }) => user === returned },
    });
    expect((await handler(ask())).status).toBe(200);
  });
});

describe('what rateLimit and allowedOrigins return', () => {
  it.each([
    ['undefined', () => undefined],
    ['null', () => null],
    ['a number', () => 3],
    ['a wait that is no number', () => ({ retryAfter: Number.NaN })],
    ['a negative wait', () => ({ retryAfter: -1 })],
  ])('%s is a coded error and a 500 (14)', async (_, rateLimit) => {
    const onError = vi.fn();
    const handler = createAuthHandler(new PusherService(config), {
      authenticate: () => ({ id: 7 }),
      authorize: { 'private-a': () => true },
      rateLimit: rateLimit as never,
      onError,
    });
    expect((await handler(ask())).status).toBe(500);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'CK613' });
  });

  it('a promise is no verdict on an origin (14)', async () => {
    const onError = vi.fn();
    const handler = createAuthHandler(new PusherService(config), {
      authenticate: () => ({ id: 7 }),
      authorize: { 'private-a': () => true },
      allowedOrigins: (async () => true) as never,
      onError,
    });
    const request = ask();
    request.headers.set('origin', 'https://evil.example');
    expect((await handler(request)).status).toBe(500);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'CK613' });
  });
});

describe('ids', () => {
  it.each(['.', '..'])('%s never leaves the path of its API call', async (id) => {
    const { pusher, recorder } = await recorded();
    const results = [
      await pusher.terminateUserConnections(id),
      await pusher.getChannelInfo(id),
      await pusher.getChannelUsers(id),
    ];
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(Array(3).fill('CK606'));
    expect(recorder.requests).toEqual([]);
    expect(await pusher.trigger(id, 'e', 1)).toMatchObject({ ok: true });
    expect(await pusher.sendToUser(id, 'e', 1)).toMatchObject({ ok: true });
  });

  it('of users are escaped in a path, and refused when they have no UTF-8', async () => {
    const { pusher, recorder } = await recorded();
    for (const id of ['a/../b', '%2e%2e', '..;', 'ü 🎉?#'])
      expect(await pusher.terminateUserConnections(id)).toEqual({ ok: true });
    expect(recorder.requests.map(({ path }) => path)).toEqual([
      '/apps/3/users/a%2F..%2Fb/terminate_connections',
      '/apps/3/users/%252e%252e/terminate_connections',
      '/apps/3/users/..%3B/terminate_connections',
      '/apps/3/users/%C3%BC%20%F0%9F%8E%89%3F%23/terminate_connections',
    ]);
    for (const id of ['', 'x'.repeat(129), '\ud800'])
      expect(await pusher.terminateUserConnections(id)).toMatchObject({ error: { code: 'CK606' } });
  });

  it('that JSON would change are not signed', async () => {
    const pusher = new PusherService(config, silent);
    for (const user_id of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 2 ** 53, '', null, {}, true]) {
      const result = await pusher.authenticateChannel('presence-a', '1.2', { user_id: user_id as number });
      expect(result).toMatchObject({ ok: false, error: { code: 'CK611' } });
    }
    for (const id of ['x'.repeat(129), 7 as unknown as string])
      expect(await pusher.authenticateUser('1.2', { id })).toMatchObject({ error: { code: 'CK611' } });
    for (const user_id of [0, -1, 'x'.repeat(128)])
      expect(await pusher.authenticateChannel('presence-a', '1.2', { user_id })).toMatchObject({ ok: true });
  });

  it('are signed for a socket id, with at most 1 kB about the user', async () => {
    const pusher = new PusherService(config, silent);
    const join = (user_id: string, user_info: string) =>
      pusher.authenticateChannel('presence-a', '1.2', { user_id, user_info });
    const most = 1_024 - '{"user_id":"7","user_info":""}'.length;
    expect(await join('7', 'x'.repeat(most))).toMatchObject({ ok: true });
    expect(await join('7', 'x'.repeat(most + 1))).toMatchObject({ error: { code: 'CK611' } });
    expect(await join('x'.repeat(129), '')).toMatchObject({ error: { code: 'CK611' } });
    const large = { id: '7', user_info: 'x'.repeat(1_024) };
    expect(await pusher.authenticateUser('1.2', large)).toMatchObject({ error: { code: 'CK611' } });
    expect(await pusher.authenticateUser('1.2::user::', { id: '7' })).toMatchObject({
      error: { code: 'CK611' },
    });
  });

  it('of a watchlist are a list of up to 100 texts', async () => {
    const pusher = new PusherService(config, silent);
    for (const watchlist of [[7], ['8', ''], '8', { 0: '8' }, Array(101).fill('8')]) {
      const user = { id: '7', watchlist: watchlist as string[] };
      expect(await pusher.authenticateUser('1.2', user)).toMatchObject({ error: { code: 'CK611' } });
    }
    const most = { id: '7', watchlist: Array(100).fill('8') as string[] };
    expect(await pusher.authenticateUser('1.2', most)).toMatchObject({ ok: true });
  });
});

describe('attributes that a kind of channel does not have', () => {
  const asked = ['user_count', 'subscription_count', 'cache'] as const;

  it('are left out for each channel, so that mixed channels can be asked', async () => {
    const { pusher, recorder } = await recorded();
    const channels = ['presence-a', 'private-a', 'cache-a', 'presence-cache-a', 'private-encrypted-a'];
    await pusher.trigger(channels.slice(0, 4), 'e', 1, { info: asked });
    await pusher.triggerBatch(
      channels.slice(0, 2).map((channel) => ({ channel, event: 'e', data: 1 })),
      { info: asked },
    );
    for (const channel of channels) await pusher.getChannelInfo(channel, asked);
    await pusher.getChannels({ info: asked });
    await pusher.getChannels({ filterByPrefix: 'presence-', info: asked });
    const bodies = recorder.requests.flatMap(({ body }) => (body === '' ? [] : [JSON.parse(body)]));
    expect(bodies.slice(0, 4).map((body) => [body.channels, body.info])).toEqual([
      [['presence-a'], 'user_count'],
      [['private-a'], 'subscription_count'],
      [['cache-a'], 'subscription_count,cache'],
      [['presence-cache-a'], 'user_count,cache'],
    ]);
    expect(bodies[4].batch.map(({ info }: { info: string }) => info)).toEqual([
      'user_count',
      'subscription_count',
    ]);
    expect(recorder.requests.slice(5).map(({ query }) => query.info)).toEqual([
      'user_count',
      'subscription_count',
      'subscription_count,cache',
      'user_count,cache',
      'subscription_count',
      undefined,
      'user_count',
    ]);
  });
});

it('a prefix is one parameter of its query, whatever it holds', async () => {
  const { pusher, recorder } = await recorded();
  const filterByPrefix = 'a&auth_key=x #ü+%20';
  await pusher.getChannels({ filterByPrefix });
  expect(recorder.requests[0]?.query).toMatchObject({
    filter_by_prefix: filterByPrefix,
    auth_key: credentials.key,
  });
});

describe('texts in log lines', () => {
  it('never begin a new line, whatever they quote (13)', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { channels } = await import('./fixtures.ts');
    const pusher = new PusherService(config, { channels }) as unknown as PusherService;
    const evil = 'x\n2026-01-01 [INFO] forged\u2028\u0085\r';
    await pusher.trigger('private-orders', evil, {});
    await pusher.trigger('private-orders', 'order.updated', { [evil]: evil });
    await pusher.trigger(evil, 'e', 1);
    await pusher.getChannelInfo(evil);
    await pusher.sendToUser('7', evil, 'x'.repeat(20_000));
    await pusher.authenticateChannel('presence-chat.a', evil, { user_id: evil });
    const handler = createAuthHandler(new PusherService(config), {
      authenticate: () => Promise.reject(new Error(evil)),
      authorize: { 'private-a': () => true },
    });
    await handler(ask());
    const lines = error.mock.calls.map(([line]) => String(line));
    expect(lines.length).toBeGreaterThanOrEqual(6);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });

  it('hold no secret, even when a function of the application throws it (13)', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const handler = createAuthHandler(new PusherService(config), {
      authenticate: () => Promise.reject(new Error(`bad secret ${credentials.secret}`)),
      authorize: { 'private-a': () => true },
    });
    await handler(ask());
    expect(error.mock.calls.join()).toContain('bad secret ********');
    expect(error.mock.calls.join()).not.toContain(credentials.secret);
  });
});
