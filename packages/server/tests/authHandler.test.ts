import Pusher from 'pusher';
import { describe, expect, it, vi } from 'vitest';
import { type AuthHandlerOptions, createAuthHandler, PusherService } from '../src/index.ts';
import { channels, config, credentials, masterKey } from './fixtures.ts';

interface User {
  id: number;
  name: string;
}
type Options = AuthHandlerOptions<typeof channels.definitions, User>;

const users: Record<string, User> = { ada: { id: 7, name: 'Ada' }, bob: { id: 8, name: 'Bob' } };
const pusher = new PusherService(config, { channels });
const oracle = new Pusher({ ...credentials, cluster: 'mt1', encryptionMasterKeyBase64: masterKey });
const url = 'https://app.example/api/pusher/auth';
const socket = '1234.1234';

const handler = (more: Partial<Options> = {}) =>
  createAuthHandler(pusher, {
    authenticate: (request) => users[request.headers.get('x-session') ?? ''] ?? null,
    authorize: {
      'private-orders': ({ user }) => user.id === 7,
      'private-user.{userId}.orders': ({ user, params }) => String(user.id) === params.userId,
      'private-encrypted-diary.{userId}': ({ user, params }) => String(user.id) === params.userId,
      'presence-chat.{roomId}': ({ user, params }) =>
        params.roomId !== 'closed' && { user_id: user.id, user_info: { name: user.name } },
    },
    ...more,
  });

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
const ask = (channel: string, session = 'ada', headers: Record<string, string> = {}) =>
  new Request(url, {
    method: 'POST',
    body: form({ socket_id: socket, channel_name: channel }),
    headers: { ...formHeaders, 'x-session': session, ...headers },
  });

describe('createAuthHandler', () => {
  it.each([
    ['private-orders', 'ada', 200],
    ['private-orders', 'bob', 403],
    ['private-orders', 'nobody', 401],
    ['private-user.7.orders', 'ada', 200],
    ['private-user.7.orders', 'bob', 403],
    ['private-user.7.orders', 'nobody', 401],
    ['private-encrypted-diary.8', 'bob', 200],
    ['private-encrypted-diary.8', 'ada', 403],
    ['presence-chat.lobby', 'bob', 200],
    ['presence-chat.closed', 'bob', 403],
    ['presence-chat.lobby', 'nobody', 401],
    ['news', 'ada', 403],
    ['private-unheard-of', 'ada', 403],
    ['presence-unheard-of', 'ada', 403],
    ['private-user.7.orders.more', 'ada', 403],
    ['#server-to-user-7', 'ada', 403],
    ['__proto__', 'ada', 403],
    ['', 'ada', 403],
    [`presence-chat.${'x'.repeat(190)}`, 'ada', 403],
    ['presence-chat.a b', 'ada', 403],
  ])('answers a request for %s by %s with %i (14)', async (channel, session, status) => {
    const response = await handler()(ask(channel, session));
    expect(response.status).toBe(status);
    const text = await response.text();
    if (status !== 200) expect(text).not.toMatch(/auth"|278d|user_info|private-|presence-/);
    expect(text).not.toContain(credentials.secret);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('signs as the official library does', async () => {
    const answer = async (channel: string) => (await handler()(ask(channel))).json();
    expect(await answer('private-orders')).toEqual(oracle.authorizeChannel(socket, 'private-orders'));
    const member = { user_id: 7 as unknown as string, user_info: { name: 'Ada' } };
    expect(await answer('presence-chat.a')).toEqual(
      oracle.authorizeChannel(socket, 'presence-chat.a', member),
    );
    const diary = 'private-encrypted-diary.7';
    expect(await answer(diary)).toEqual(oracle.authorizeChannel(socket, diary));
  });

  it('accepts JSON bodies as well as forms', async () => {
    const body = JSON.stringify({ socket_id: socket, channel_name: 'private-orders' });
    const headers = { 'content-type': 'application/json', 'x-session': 'ada' };
    const response = await handler()(new Request(url, { method: 'POST', body, headers }));
    expect(await response.json()).toEqual(oracle.authorizeChannel(socket, 'private-orders'));
  });

  it('builds the member from the session, not from what the browser sent (14)', async () => {
    const forged = JSON.stringify({ user_id: 1, user_info: { name: 'Root' } });
    const body = form({
      socket_id: socket,
      channel_name: 'presence-chat.a',
      channel_data: forged,
      user_id: '1',
    });
    const headers = { ...formHeaders, 'x-session': 'bob' };
    const response = await handler()(new Request(url, { method: 'POST', body, headers }));
    const { channel_data } = await response.json();
    expect(JSON.parse(channel_data)).toEqual({ user_id: 8, user_info: { name: 'Bob' } });
  });

  it.each([
    ['a truthy value', 1],
    ['a text', 'true'],
    ['an object', {}],
    ['nothing', undefined],
  ])('lets nobody in when a rule returns %s (14)', async (_, verdict) => {
    const untyped = new PusherService(config);
    const post = createAuthHandler(untyped, {
      authenticate: () => users.ada ?? null,
      authorize: { 'private-{x}': () => verdict as boolean },
    });
    expect((await post(ask('private-a'))).status).toBe(403);
    expect((await post(ask('public-a'))).status).toBe(403);
  });

  it('does not let a rule for private names decide on encrypted ones', async () => {
    const post = createAuthHandler(new PusherService(config), {
      authenticate: () => users.ada ?? null,
      authorize: { 'private-{x}': () => true },
    });
    expect((await post(ask('private-a'))).status).toBe(200);
    expect((await post(ask('private-encrypted-a'))).status).toBe(403);
  });

  it.each([
    ['a malformed socket id', form({ socket_id: '1:2', channel_name: 'private-orders' }), formHeaders, 400],
    ['a missing channel', form({ socket_id: socket }), formHeaders, 400],
    ['a repeated field', 'socket_id=1.1&socket_id=2.2&channel_name=private-orders', formHeaders, 400],
    ['broken JSON', '{"socket_id":', { 'content-type': 'application/json' }, 400],
    ['a JSON list', '[]', { 'content-type': 'application/json' }, 400],
    [
      'a channel that is a number',
      '{"socket_id":"1.2","channel_name":3}',
      { 'content-type': 'application/json' },
      400,
    ],
    ['numbers for texts', '{"socket_id":1.2,"channel_name":3}', { 'content-type': 'application/json' }, 400],
    [
      'text/plain',
      form({ socket_id: socket, channel_name: 'private-orders' }),
      { 'content-type': 'text/plain' },
      415,
    ],
    ['66 kB', 'x'.repeat(66_000), formHeaders, 413],
    [
      'a field that is not UTF-8',
      Buffer.concat([Buffer.from('socket_id=1.2&channel_name=private-orders&x='), Buffer.from([0xff])]),
      formHeaders,
      400,
    ],
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe]), formHeaders, 400],
  ])('refuses %s', async (_, body, headers, status) => {
    const request = new Request(url, { method: 'POST', body, headers: { ...headers, 'x-session': 'ada' } });
    expect((await handler()(request)).status).toBe(status);
  });

  it('does not begin to read a body that declares too much', async () => {
    const pull = vi.fn();
    const init = {
      method: 'POST',
      body: new ReadableStream({ pull }, { highWaterMark: 0 }),
      headers: { ...formHeaders, 'content-length': '65537' },
      duplex: 'half',
    };
    expect((await handler()(new Request(url, init))).status).toBe(413);
    expect(pull).not.toHaveBeenCalled();
  });

  it('limits a body that declares no length', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000).fill(97)),
    });
    const init = {
      method: 'POST',
      body: endless,
      headers: { ...formHeaders, 'x-session': 'ada' },
      duplex: 'half',
    };
    expect((await handler()(new Request(url, init))).status).toBe(413);
  });

  it('answers other methods with 405', async () => {
    const response = await handler()(new Request(url));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it.each<[string, Record<string, string>, number]>([
    ['another site', { origin: 'https://evil.example' }, 403],
    [
      'another site behind fetch metadata',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    ['a sibling subdomain', { origin: 'https://x.app.example', 'sec-fetch-site': 'same-site' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a browser extension', { origin: 'https://evil.example', 'sec-fetch-site': 'none' }, 403],
    [
      'the same host in capitals',
      { origin: 'https://shop.example', 'x-forwarded-host': 'SHOP.example' },
      200,
    ],
    ['the same origin', { origin: 'https://app.example' }, 200],
    [
      'the same origin by fetch metadata',
      { 'sec-fetch-site': 'same-origin', origin: 'https://app.example' },
      200,
    ],
    [
      'the same host behind a proxy',
      { origin: 'https://shop.example', 'x-forwarded-host': 'shop.example' },
      200,
    ],
    ['something that is not a page', {}, 200],
    ['an origin that is allowed', { origin: 'https://admin.example', 'sec-fetch-site': 'cross-site' }, 200],
  ])('judges a request from %s by its origin', async (_, headers, status) => {
    const post = handler({ allowedOrigins: ['https://admin.example'] });
    const response = await post(ask('private-orders', 'ada', headers));
    expect(response.status).toBe(status);
    const allowed = headers.origin === 'https://admin.example' ? headers.origin : null;
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  });

  it('answers the preflight of an allowed origin only', async () => {
    const post = handler({ allowedOrigins: (origin) => origin.endsWith('.example') });
    const preflight = (origin: string, wanted = 'x-token') =>
      post(
        new Request(url, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-headers': wanted },
        }),
      );
    const response = await preflight('https://admin.example');
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe('x-token');
    const odd = await preflight('https://admin.example', 'x-token, <script>');
    expect(odd.headers.get('access-control-allow-headers')).toBe('content-type');
    expect((await preflight('https://evil.test')).status).toBe(403);
  });

  it('calls the rate limit before any other function of the application', async () => {
    const authenticate = vi.fn((): User | null => null);
    const post = handler({ authenticate, rateLimit: async () => ({ retryAfter: 2.2 }) });
    const response = await post(ask('private-orders'));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(authenticate).not.toHaveBeenCalled();
  });

  it('reports what its functions threw to the application, not to the caller (13)', async () => {
    const onError = vi.fn();
    const broken = new Error('the database said: password hunter2');
    const authenticate = () => Promise.reject(broken);
    const response = await handler({ authenticate, onError })(ask('private-orders'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
    expect(onError).toHaveBeenCalledExactlyOnceWith(broken);
  });

  it('refuses a member that does not fit the contract', async () => {
    const onError = vi.fn();
    const post = createAuthHandler(pusher, {
      authenticate: () => users.ada ?? null,
      authorize: {
        'private-orders': () => false,
        'private-user.{userId}.orders': () => false,
        'private-encrypted-diary.{userId}': () => false,
        'presence-chat.{roomId}': () => ({ user_id: 7, user_info: { name: 7 as unknown as string } }),
      },
      onError,
    });
    expect((await post(ask('presence-chat.a'))).status).toBe(500);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'CK108' });
  });

  it('fails at creation for a rule that is missing, unknown or for a public channel', () => {
    const make = (authorize: unknown) => () =>
      createAuthHandler(pusher, {
        authenticate: (): User | null => null,
        authorize: authorize as Options['authorize'],
      });
    expect(make({})).toThrow(/CK612.*private-orders/);
    expect(make({ news: () => true })).toThrow(/CK612.*news/);
    const all = Object.fromEntries(
      Object.keys(channels.definitions).flatMap((pattern) =>
        pattern === 'news' ? [] : [[pattern, () => false]],
      ),
    );
    expect(make(all)).not.toThrow();
    expect(make({ ...all, 'private-x': () => true })).toThrow(/CK612.*contract has no private-x/);
    expect(make({ 'private-orders': true })).toThrow(/CK612.*not a function/);
  });

  it('answers concurrent requests, each for its own user', async () => {
    const post = handler();
    const asked = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 'ada' : 'bob'));
    const answers = await Promise.all(
      asked.map((who) => post(ask('presence-chat.a', who)).then((r) => r.json())),
    );
    expect(answers.map((answer) => JSON.parse(answer.channel_data).user_info.name)).toEqual(
      asked.map((who) => users[who]?.name),
    );
  });

  const askBatch = async (body: unknown, session = 'ada', more: Partial<Options> = {}) => {
    const isForm = body instanceof URLSearchParams;
    const response = await handler(more)(
      new Request(url, {
        method: 'POST',
        body: isForm ? body : JSON.stringify(body),
        headers: {
          'content-type': isForm ? formHeaders['content-type'] : 'application/json',
          'x-session': session,
        },
      }),
    );
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const batch = (names: unknown, session?: string, more?: Partial<Options>) =>
    askBatch({ socket_id: socket, channel_names: names }, session, more);

  it('gives each channel of a batch the verdict that it gets alone (14)', async () => {
    const authenticate = vi.fn((): User => users.ada as User);
    const names = [
      'private-orders',
      'private-user.7.orders',
      'private-user.8.orders',
      'private-encrypted-diary.7',
      'presence-chat.a',
      'presence-chat.closed',
      'news',
      'private-unheard-of',
      'private-orders',
    ];
    const { status, json } = await batch(names, 'ada', { authenticate });
    expect(status).toBe(200);
    expect(authenticate).toHaveBeenCalledOnce();
    const alone = await Promise.all(
      [...new Set(names)].map(async (name) => {
        const response = await handler()(ask(name));
        const fields = response.status === 200 ? ((await response.json()) as object) : {};
        return [name, { status: response.status, ...fields }];
      }),
    );
    expect(json).toEqual({ channels: Object.fromEntries(alone) });
  });

  it('answers a batch without a session with 401', async () => {
    expect((await batch(['private-orders'], 'nobody')).status).toBe(401);
    expect((await batch([])).json).toEqual({ channels: {} });
  });

  it('refuses only the channel of a batch that fails, and reports why', async () => {
    const onError = vi.fn();
    const rules = {
      'private-orders': () => Promise.reject(new Error('no database')),
      'private-user.{userId}.orders': () => 1 as unknown as boolean,
      'private-encrypted-diary.{userId}': () => true,
      'presence-chat.{roomId}': () => ({ user_id: 7, user_info: { name: 7 as unknown as string } }),
    };
    const names = [
      'private-orders',
      'private-user.7.orders',
      'private-encrypted-diary.7',
      'presence-chat.a',
      'private a',
      '__proto__',
    ];
    const { json } = await batch(names, 'ada', { authorize: rules, onError });
    const statuses = names.map((name) => (json.channels as Record<string, { status: number }>)[name]?.status);
    expect(statuses).toEqual([500, 403, 200, 500, 400, 400]);
    expect(onError.mock.calls.map(([error]) => (error as Error).message.slice(0, 11))).toEqual([
      'no database',
      'CK108 Paylo',
    ]);
  });

  it.each([
    ['a text', 'private-orders'],
    ['numbers', [7]],
    ['null', null],
    ['an object', { 0: 'private-orders' }],
    ['201 names', Array.from({ length: 201 }, (_, n) => `private-user.${n}.orders`)],
  ])('refuses a batch of %s', async (_, names) => {
    expect((await batch(names)).status).toBe(400);
  });

  it('refuses a request for one channel and several, and takes 200', async () => {
    const both = { socket_id: socket, channel_name: 'private-orders', channel_names: ['private-orders'] };
    expect((await askBatch(both)).status).toBe(400);
    expect((await askBatch({ channel_names: ['private-orders'] })).status).toBe(400);
    const names = Array.from({ length: 200 }, (_, n) => `private-user.${n}${'0'.repeat(150)}.orders`);
    expect((await batch(names)).status).toBe(200);
  });

  it('takes the batches of pusher-js-auth', async () => {
    const fields = new URLSearchParams({
      socket_id: socket,
      'channel_name[0]': 'private-orders',
      'channel_name[1]': 'private-user.8.orders',
    });
    const { json } = await askBatch(fields);
    expect(json).toEqual({
      'private-orders': { status: 200, data: oracle.authorizeChannel(socket, 'private-orders') },
      'private-user.8.orders': { status: 403 },
    });
  });
});
