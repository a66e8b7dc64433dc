import { type ChannelContract, channel, defineChannels, event } from '@channelkit/core';
import { fnv1a } from '@channelkit/core/contract/internal';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  type AuthorizeTable,
  createEventLog,
  createResumeHandler,
  type EventLogOptions,
  PusherService,
  type ResumeHandlerOptions,
} from '../src/index.ts';
import { createMemoryDatabase } from '../src/testing/index.ts';
import { config, silent } from './fixtures.ts';

const row = z.object({ n: z.number(), note: z.string().optional() });
const durable = { durable: true, events: { added: row } } as const;
const channels = defineChannels({
  news: channel(durable),
  'private-orders': channel(durable),
  'private-user.{userId}': channel(durable),
  'private-encrypted-diary': channel(durable),
  'presence-room': channel({ ...durable, member: z.object({ name: z.string() }) }),
  'files.{path*}': channel(durable),
  'private-plain': { added: event<{ n: number }>() },
});
type Channels = typeof channels.definitions;
type Options = ResumeHandlerOptions<Channels, string>;
const url = 'https://app.example/api/realtime/resume';

const authorize: AuthorizeTable<Channels, string> = {
  'private-orders': ({ user }) => user === 'ada',
  'private-user.{userId}': ({ user, params }) => user === params.userId,
  'private-encrypted-diary': ({ user }) => user === 'ada',
  'presence-room': ({ user }) => user !== 'bob' && { user_id: user, user_info: { name: user } },
  'private-plain': () => true,
};

function setUp(options: Partial<Options> = {}, logOptions: EventLogOptions = {}) {
  const database = createMemoryDatabase();
  const pusher = new PusherService({ ...config, enabled: false }, { channels, ...silent });
  const log = createEventLog(pusher, database.port, logOptions);
  const handler = createResumeHandler(pusher, log, {
    authenticate: (request) => request.headers.get('x-session'),
    authorize,
    ...options,
  });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    handler(
      new Request(url, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    );
  /** The verdicts for a user; without one there is no session. */
  const ask = async (since: Record<string, string | null>, user: string | null = 'ada') => {
    const answer = await post(
      { socket_id: '1.2', channels: since },
      user === null ? {} : { 'x-session': user },
    );
    expect(answer.status).toBe(200);
    const json = (await answer.json()) as { channels: Record<string, Verdict> };
    expect(Object.keys(json)).toEqual(['channels']);
    return json.channels;
  };
  const add = (name: string, n: number, more: { note?: string; socketId?: string } = {}) => {
    const { socketId, ...data } = more;
    return database.transaction((tx) =>
      log.append(tx, { channel: name, event: 'added', data: { n, ...data }, socketId } as never),
    );
  };
  const stand = async (name: string) =>
    (await log.positions([name as 'news'])).channels[name] as `${string}:${number}`;
  return { ...database, log, post, ask, add, stand };
}

interface Verdict {
  readonly status: number;
  readonly position?: string;
  readonly events?: readonly { readonly data: { readonly n: number } }[];
  readonly lost?: string;
}
const numbers = (verdict: Verdict | undefined) => verdict?.events?.map(({ data }) => data.n);

describe('createResumeHandler', () => {
  it('answers with what came after each position, and with where a channel stands', async () => {
    const { add, ask, stand, events } = setUp();
    const start = await stand('private-orders');
    const [epoch] = start.split(':');
    await add('private-orders', 1);
    const middle = await stand('private-orders');
    await add('private-orders', 2, { socketId: '9.8' });
    await add('private-user.ada', 3);
    const rows = events();
    const channelsOf = await ask({
      'private-orders': middle,
      'private-user.ada': null,
      'presence-room': null,
    });
    expect(channelsOf).toEqual({
      'private-orders': {
        status: 200,
        position: `${epoch}:2`,
        events: [
          {
            event: 'added',
            data: { n: 2 },
            position: `${epoch}:2`,
            id: rows[1]?.id,
            at: rows[1]?.at,
            except: fnv1a(`9.8:${epoch}:2`),
          },
        ],
      },
      'private-user.ada': { status: 200, position: await stand('private-user.ada'), events: [] },
      'presence-room': { status: 200, position: await stand('presence-room'), events: [] },
    });
    expect(numbers((await ask({ 'private-orders': start }))['private-orders'])).toEqual([1, 2]);
    const { 'private-orders': current } = await ask({ 'private-orders': `${epoch}:2` });
    expect(current).toEqual({ status: 200, position: `${epoch}:2`, events: [] });
  });

  it.each([
    ['private-orders', 'ada', 200],
    ['private-orders', 'bob', 403],
    ['private-orders', null, 401],
    ['private-user.bob', 'bob', 200],
    ['private-user.bob', 'ada', 403],
    ['private-encrypted-diary', 'ada', 200],
    ['private-encrypted-diary', 'bob', 403],
    ['presence-room', 'ada', 200],
    ['presence-room', 'bob', 403],
    ['presence-room', null, 401],
    ['news', 'bob', 200],
    ['news', null, 200],
    ['files.a.b', null, 200],
    // they keep no log
    ['private-plain', 'ada', 404],
    ['unheard-of', 'ada', 404],
    ['', 'ada', 400],
    ['private orders', 'ada', 400],
    ['__proto__', 'ada', 400],
    ['constructor', null, 400],
    [`news${'s'.repeat(200)}`, 'ada', 400],
    ['#server-to-user-ada', 'ada', 400],
  ])('answers for %s and %s with %i (14)', async (name, user, status) => {
    const { ask, add } = setUp();
    for (const each of [
      'private-orders',
      'private-user.bob',
      'private-encrypted-diary',
      'presence-room',
      'news',
    ])
      await add(each, 1);
    const verdict = (await ask(JSON.parse(`{${JSON.stringify(name)}:null}`), user))[name];
    expect(verdict?.status).toBe(status);
    if (status !== 200) expect(verdict).toEqual({ status });
  });

  it.each([
    ['epoch', 'k3f9:1'],
    ['epoch', 'k3f9:0'],
    ['ahead', (epoch: string) => `${epoch}:4`],
    ['ahead', (epoch: string) => `${epoch}:9007199254740991`],
    ['malformed', (epoch: string) => `${epoch}:9007199254740992`],
    ['malformed', (epoch: string) => `${epoch}:01`],
    ['malformed', (epoch: string) => `${epoch}:-1`],
    ['malformed', (epoch: string) => `${epoch}:1.0`],
    ['malformed', (epoch: string) => `${epoch}:1e0`],
    ['malformed', (epoch: string) => `${epoch}: 1`],
    ['malformed', (epoch: string) => `${epoch}:1\n`],
    ['malformed', (epoch: string) => epoch],
    ['malformed', (epoch: string) => `${epoch}:`],
    ['malformed', ':1'],
    ['malformed', ''],
    ['malformed', `${'a'.repeat(65)}:1`],
    ['malformed', "a';drop table event_log;--:1"],
    ['malformed', 'é:1'],
    ['malformed', '💡'.repeat(5_000)],
  ] as const)('calls a position lost: %s, %s', async (lost, given) => {
    const { ask, add, stand } = setUp();
    for (const n of [1, 2, 3]) await add('news', n);
    const position = await stand('news');
    const [epoch] = position.split(':') as [string];
    const asked = typeof given === 'string' ? given : given(epoch);
    expect(await ask({ news: asked })).toEqual({ news: { status: 200, position, lost } });
  });

  it('calls the position of another channel lost', async () => {
    const { ask, add, stand } = setUp();
    for (const name of ['news', 'private-user.ada']) for (const n of [1, 2]) await add(name, n);
    const verdicts = await ask({
      news: await stand('private-user.ada'),
      'private-user.ada': await stand('news'),
    });
    expect(Object.values(verdicts).map(({ lost }) => lost)).toEqual(['epoch', 'epoch']);
  });

  it('tells a gap when events are gone, for whatever reason', async () => {
    const { ask, add, stand, log, port } = setUp({}, { retention: { count: 2 } });
    const zero = await stand('news');
    for (const n of [1, 2, 3]) await add('news', n);
    const [epoch] = zero.split(':');
    expect(numbers((await ask({ news: zero })).news)).toEqual([1, 2, 3]);
    await log.trim();
    expect((await ask({ news: zero })).news).toEqual({
      status: 200,
      position: `${epoch}:3`,
      lost: 'trimmed',
    });
    expect(numbers((await ask({ news: `${epoch}:1` })).news)).toEqual([2, 3]);
    // A row that somebody deleted, and one that is there twice.
    const read = port.read.bind(port);
    for (const damaged of [
      (rows: Awaited<ReturnType<typeof read>>) => rows.slice(1),
      (rows: Awaited<ReturnType<typeof read>>) => rows.slice(0, -1),
      (rows: Awaited<ReturnType<typeof read>>) => [...rows.slice(1), ...rows.slice(1)],
    ]) {
      vi.spyOn(port, 'read').mockImplementationOnce(async (ranges) => damaged(await read(ranges)));
      expect((await ask({ news: `${epoch}:1` })).news?.lost).toBe('trimmed');
    }
  });

  it('limits events and bytes of an answer, those who miss least first', async () => {
    const { ask, add, stand } = setUp({ maxEvents: 4, maxBytes: 500 });
    const since = {
      news: await stand('news'),
      'private-orders': await stand('private-orders'),
      'files.a': await stand('files.a'),
      'files.b': await stand('files.b'),
    };
    for (const n of [1, 2, 3]) await add('news', n);
    for (const n of [1, 2]) await add('private-orders', n);
    await add('files.a', 1, { note: 'x'.repeat(500) });
    await add('files.b', 1);
    const verdicts = await ask(since);
    expect(Object.values(verdicts).map(({ lost, events }) => lost ?? events?.length)).toEqual([
      'limit',
      2,
      'limit',
      1,
    ]);
    expect(verdicts['files.a']?.position).toBe(await stand('files.a'));
    expect(numbers((await ask({ news: since.news })).news)).toEqual([1, 2, 3]);
  });

  it('reads the log in two queries, and asks the rules side by side and the session once (19)', async () => {
    let waiting = 0;
    let most = 0;
    const authenticate = vi.fn(() => 'ada');
    const together: Partial<Options> = {
      authenticate,
      authorize: {
        ...authorize,
        'private-user.{userId}': async () => {
          waiting += 1;
          most = Math.max(most, waiting);
          await new Promise((resolve) => setTimeout(resolve));
          waiting -= 1;
          return true;
        },
      },
    };
    const { ask, add, port, stand } = setUp(together);
    const names = Array.from({ length: 200 }, (_, n) => `private-user.${n}`);
    const zero = new Map<string, string>();
    for (const name of names) zero.set(name, await stand(name));
    for (const name of names) await add(name, 1);
    const heads = vi.spyOn(port, 'heads');
    const read = vi.spyOn(port, 'read');
    const verdicts = await ask(Object.fromEntries(names.map((name) => [name, zero.get(name) ?? null])));
    expect(Object.values(verdicts).every((verdict) => numbers(verdict)?.join() === '1')).toBe(true);
    expect([heads.mock.calls.length, read.mock.calls.length]).toEqual([1, 1]);
    expect(authenticate).toHaveBeenCalledOnce();
    expect(most).toBe(200);
  });

  it('does not ask for the session or read the log when nothing needs it', async () => {
    const authenticate = vi.fn(() => 'ada');
    const { ask, port } = setUp({ authenticate });
    const heads = vi.spyOn(port, 'heads');
    await ask({ 'unheard-of': null });
    expect(heads).not.toHaveBeenCalled();
    await ask({ news: null });
    expect(authenticate).not.toHaveBeenCalled();
    expect(await ask({})).toEqual({});
  });

  it('refuses only the channel whose rule throws, and reports it', async () => {
    const onError = vi.fn();
    const failing = new Error('no database');
    const { ask } = setUp({
      onError,
      authorize: {
        ...authorize,
        'private-orders': () => {
          throw failing;
        },
        'private-encrypted-diary': () => Promise.reject(failing),
        'private-user.{userId}': () => 'yes' as unknown as boolean,
        'presence-room': () => true as unknown as false,
      },
    });
    const verdicts = await ask({
      'private-orders': null,
      'private-encrypted-diary': null,
      'private-user.ada': null,
      'presence-room': null,
      news: null,
    });
    expect(Object.values(verdicts).map(({ status }) => status)).toEqual([500, 500, 403, 403, 200]);
    expect(onError.mock.calls).toEqual([[failing], [failing]]);
  });

  it('answers 401 and reports when authenticate returns what is no user', async () => {
    const onError = vi.fn();
    const { ask } = setUp({ onError, authenticate: () => ({ user: null }) as never });
    const verdicts = await ask({ 'private-orders': null, 'presence-room': null, news: null });
    expect(Object.values(verdicts).map(({ status }) => status)).toEqual([401, 401, 200]);
    expect(onError.mock.calls.map(([{ code }]) => code)).toEqual(['CK613']);
  });

  it('answers 500 and reports when the log or authenticate fails', async () => {
    const onError = vi.fn();
    const broken = setUp({
      onError,
      authenticate: () => {
        throw new Error('no sessions');
      },
    });
    const body = { socket_id: '1.2', channels: { 'private-orders': null } };
    expect((await broken.post(body)).status).toBe(500);
    const { post, port } = setUp({ onError });
    vi.spyOn(port, 'heads').mockRejectedValueOnce(new Error('no database'));
    const answer = await post(body, { 'x-session': 'ada' });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.text()).not.toContain('database');
    expect(onError.mock.calls.map(([{ message }]) => message)).toEqual(['no sessions', 'no database']);
  });

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`files.${n}`, null]));
  it.each([
    ['no JSON', '{', {}, 400],
    ['a list', [], {}, 400],
    ['null', 'null', {}, 400],
    ['no socket id', { channels: {} }, {}, 400],
    ['a socket id of words', { socket_id: 'mine', channels: {} }, {}, 400],
    ['no channels', { socket_id: '1.2' }, {}, 400],
    ['channels as a list', { socket_id: '1.2', channels: ['news'] }, {}, 400],
    ['channels as a text', { socket_id: '1.2', channels: 'news' }, {}, 400],
    ['channels that are null', { socket_id: '1.2', channels: null }, {}, 400],
    ['a number as a position', { socket_id: '1.2', channels: { news: 1 } }, {}, 400],
    ['an object as a position', { socket_id: '1.2', channels: { news: {} } }, {}, 400],
    ['201 channels', { socket_id: '1.2', channels: many(201) }, {}, 400],
    ['10,000 channels', { socket_id: '1.2', channels: many(10_000) }, {}, 413],
    ['1 MB', { socket_id: '1.2', channels: { news: 'x'.repeat(1_000_000) } }, {}, 413],
    ['a form', 'socket_id=1.2', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['another origin', { socket_id: '1.2', channels: {} }, { origin: 'https://evil.example' }, 403],
  ])('refuses %s', async (_, body, headers, status) => {
    const { post, port } = setUp();
    const heads = vi.spyOn(port, 'heads');
    const answer = await post(body, { 'x-session': 'ada', ...headers });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status });
    expect(heads).not.toHaveBeenCalled();
  });

  it('answers at most 200 channels, or as many as its option says', async () => {
    expect(Object.keys(await setUp().ask(many(200)))).toHaveLength(200);
    const { post } = setUp({ maxChannels: 2 });
    expect((await post({ socket_id: '1.2', channels: many(3) })).status).toBe(400);
  });

  it('needs a rule for every guarded pattern, as the auth handler does', () => {
    const { 'private-orders': _, ...some } = authorize;
    expect(() => setUp({ authorize: some as typeof authorize })).toThrow(/CK612.*private-orders/);
  });

  it('lets a pattern decide only for names of its own kind', async () => {
    const ask = async <TChannels>(contract: ChannelContract<TChannels>, rules: object, name: string) => {
      const pusher = new PusherService({ ...config, enabled: false }, { channels: contract, ...silent });
      const log = createEventLog(pusher, createMemoryDatabase().port);
      const rights = { authenticate: () => 'ada', authorize: rules as never };
      const handler = createResumeHandler(pusher, log, rights);
      const body = JSON.stringify({ socket_id: '1.2', channels: { [name]: null } });
      const headers = { 'content-type': 'application/json' };
      const answer = await handler(new Request(url, { method: 'POST', body, headers }));
      return ((await answer.json()) as { channels: Record<string, Verdict> }).channels[name]?.status;
    };
    const guarded = defineChannels({ 'private-{any}': channel(durable) });
    const yes = { 'private-{any}': () => true };
    expect(await ask(guarded, yes, 'private-a')).toBe(200);
    expect(await ask(guarded, yes, 'private-encrypted-a')).toBe(403);
    const open = defineChannels({ '{any*}': channel(durable) });
    expect(await ask(open, {}, 'a')).toBe(200);
    for (const name of ['private-a', 'presence-a', 'private-encrypted-a'])
      expect(await ask(open, {}, name)).toBe(403);
  });

  it('asks the rule of a channel that loses its prefix on the wire, by the name on the wire', async () => {
    const legacy = defineChannels({ 'private-orders': channel(durable) }, { privatePrefix: false });
    const { port, transaction } = createMemoryDatabase();
    const pusher = new PusherService({ ...config, enabled: false }, { channels: legacy, ...silent });
    const log = createEventLog(pusher, port);
    await transaction((tx) => log.append(tx, { channel: 'private-orders', event: 'added', data: { n: 1 } }));
    const handler = createResumeHandler(pusher, log, {
      authenticate: (request) => request.headers.get('x-session'),
      authorize: { 'private-orders': ({ user }) => user === 'ada' },
    });
    const statuses = async (user: string) => {
      const body = JSON.stringify({ socket_id: '1.2', channels: { orders: null, 'private-orders': null } });
      const headers = { 'content-type': 'application/json', 'x-session': user };
      const answer = await handler(new Request(url, { method: 'POST', body, headers }));
      const json = (await answer.json()) as { channels: Record<string, Verdict> };
      return [json.channels.orders?.status, json.channels['private-orders']?.status];
    };
    expect(await statuses('ada')).toEqual([200, 404]);
    expect(await statuses('bob')).toEqual([403, 404]);
  });
});
