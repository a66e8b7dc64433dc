import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthorizationBatch } from '../src/channel/authorizationBatch.ts';
import { createSystemTimers } from '../src/lib/timers.ts';
import type { EndpointAuth } from '../src/options.ts';
import { fakeSignature } from '../src/testing/fakeRooms.ts';
import { createManualTimers, createTestClient } from '../src/testing/index.ts';
import { bench, soon, statusOf } from './support/setup.ts';

interface Asked {
  readonly socket_id: string;
  readonly channel_name?: string;
  readonly channel_names?: readonly string[];
  readonly [field: string]: unknown;
}

/** What the back end was asked, and how it answers. */
const asked: Asked[] = [];
let answer: (fields: Asked) => Response | Promise<Response>;

const sign = ({ socket_id }: Asked, channel: string) => ({ auth: fakeSignature(socket_id, channel) });
const single = (fields: Asked) => Response.json(sign(fields, String(fields.channel_name)));
const batch = (fields: Asked, verdict: (channel: string) => object) =>
  Response.json({
    channels: Object.fromEntries((fields.channel_names ?? []).map((name) => [name, verdict(name)])),
  });

beforeEach(() => {
  asked.length = 0;
  answer = (fields) =>
    fields.channel_names ? batch(fields, (name) => ({ status: 200, ...sign(fields, name) })) : single(fields);
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    const fields = (
      typeof body === 'string' ? JSON.parse(body) : Object.fromEntries(body as URLSearchParams)
    ) as Asked;
    asked.push(fields);
    return answer(fields);
  });
});
afterEach(() => void vi.unstubAllGlobals());

const made = (auth: Partial<EndpointAuth> = {}) => bench({ auth: { endpoint: '/auth', ...auth } });

it('authorizes what one turn asks for with one request, also after a drop (19)', async () => {
  const { client, server, timers } = made({ params: { tenant: '7' } });
  const leases = Array.from({ length: 20 }, (_, index) => client.acquire(`private-${index}`));
  client.acquire('public');
  await timers.advance(soon);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ tenant: '7', socket_id: expect.any(String) });
  expect(asked[0]?.channel_names).toHaveLength(20);
  server.drop();
  await timers.advance(2_000);
  expect(asked).toHaveLength(2);
  expect(leases.map(statusOf)).toEqual(leases.map(() => 'subscribed'));
});

it('asks for one channel in the single form, which every back end knows', async () => {
  const { client, timers } = made();
  client.acquire('private-a');
  await timers.advance(soon);
  expect(asked).toMatchObject([{ channel_name: 'private-a' }]);
});

it('gives every channel its own verdict', async () => {
  answer = (fields) =>
    batch(fields, (name) =>
      name === 'private-b'
        ? { status: 403 }
        : name === 'private-c'
          ? { status: 500 }
          : { status: 200, ...sign(fields, name) },
    );
  const { client, timers } = made();
  const leases = ['private-a', 'private-b', 'private-c'].map((name) => client.acquire(name));
  await timers.advance(soon);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'failed', 'retrying']);
  expect(leases[1]?.status.getSnapshot().error?.code).toBe('CK302');
});

it.each([
  ['refuses it', () => new Response('', { status: 403 })],
  ['fails at it', () => new Response('', { status: 500 })],
  ['answers something else', () => Response.json({ auth: 'x:y' })],
  ['breaks off', () => Promise.reject(new TypeError('fetch failed'))],
] as const)('learns once that a back end knows no batches, which %s', async (_, fail) => {
  answer = (fields) => (fields.channel_names ? fail() : single(fields));
  const { client, server, timers } = made();
  const leases = ['private-a', 'private-b'].map((name) => client.acquire(name));
  await timers.advance(soon);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
  expect(asked.map(({ channel_names }) => channel_names !== undefined)).toEqual([true, false, false]);
  server.drop();
  await timers.advance(2_000);
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
  expect(asked.slice(3).every(({ channel_name }) => channel_name !== undefined)).toBe(true);
});

it('does not ask again for each channel when there is no session', async () => {
  answer = () => new Response('', { status: 401 });
  const { client, timers } = made();
  for (const name of ['private-a', 'private-b']) client.acquire(name);
  await timers.advance(soon);
  expect(asked).toHaveLength(1);
});

it('takes a failure for what it is once a batch has succeeded', async () => {
  const { client, server, timers } = made();
  for (const name of ['private-a', 'private-b']) client.acquire(name);
  await timers.advance(soon);
  answer = () => new Response('', { status: 500 });
  server.drop();
  await timers.advance(500);
  expect(asked).toHaveLength(2);
});

it('asks each endpoint for its own channels', async () => {
  const { client, timers } = made({
    endpoint: (name) => (name?.startsWith('private-admin') ? '/admin' : '/auth'),
  });
  for (const name of ['private-a', 'private-b', 'private-admin-a', 'private-admin-b']) client.acquire(name);
  await timers.advance(soon);
  expect(asked.map(({ channel_names }) => channel_names)).toEqual([
    ['private-a', 'private-b'],
    ['private-admin-a', 'private-admin-b'],
  ]);
});

it('can be told not to, and to speak the format of pusher-js-auth', async () => {
  const one = made({ batch: false });
  for (const name of ['private-a', 'private-b']) one.client.acquire(name);
  await one.timers.advance(soon);
  expect(asked.map(({ channel_name }) => channel_name)).toEqual(['private-a', 'private-b']);

  asked.length = 0;
  answer = (fields) => {
    const names = [fields['channel_name[0]'], fields['channel_name[1]']].map(String);
    const verdicts = names.map((name) => [name, { status: 200, data: sign(fields, name) }]);
    return Response.json({ [fields.socket_id]: Object.fromEntries(verdicts) });
  };
  const other = made({ batch: 'pusher-js-auth' });
  const leases = ['private-a', 'private-b'].map((name) => other.client.acquire(name));
  await other.timers.advance(soon);
  expect([asked.length, ...leases.map(statusOf)]).toEqual([1, 'subscribed', 'subscribed']);
});

it('splits what is too much for one request', async () => {
  const { client, timers } = made();
  for (let index = 0; index < 250; index += 1) client.acquire(`private-${index}`);
  await timers.advance(soon);
  expect(asked.map(({ channel_names }) => channel_names?.length)).toEqual([200, 50]);
});

describe('a batch', () => {
  const auth: EndpointAuth = { endpoint: '/auth' };
  const request = (channelName: string, signal = new AbortController().signal, socketId = '1.1') => ({
    channelName,
    socketId,
    signal,
  });
  it('is of one turn, one socket and one endpoint', async () => {
    const batch = new AuthorizationBatch(createSystemTimers());
    const ask = (names: readonly string[], socketId: string) =>
      names.map((name) => batch.ask(auth, request(name, undefined, socketId)));
    await Promise.all([...ask(['private-a', 'private-b'], '1.1'), ...ask(['private-a', 'private-b'], '2.2')]);
    await Promise.all(ask(['private-c', 'private-d'], '1.1'));
    expect(asked.map(({ socket_id, channel_names }) => [socket_id, channel_names?.join()])).toEqual([
      ['1.1', 'private-a,private-b'],
      ['2.2', 'private-a,private-b'],
      ['1.1', 'private-c,private-d'],
    ]);
  });

  it('leaves out what is no longer needed, and is aborted when nothing of it is', async () => {
    const batch = new AuthorizationBatch(createSystemTimers());
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
    let signal: AbortSignal | null | undefined;
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      asked.push(JSON.parse(String(init.body)) as Asked);
      signal = init.signal;
      return new Promise(() => {});
    });
    for (const [name, { signal: each }] of Object.entries({ one, two, three }))
      void batch.ask(auth, request(`private-${name}`, each));
    one.abort();
    await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 10_000 });
    expect(asked.map(({ channel_names }) => channel_names)).toEqual([['private-two', 'private-three']]);
    two.abort();
    expect(signal?.aborted).toBe(false);
    three.abort();
    expect(signal?.aborted).toBe(true);
  });

  it('is tried again where one channel alone cannot be authorized either', async () => {
    const batch = new AuthorizationBatch(createSystemTimers());
    const both = () =>
      Promise.allSettled(['private-a', 'private-b'].map((name) => batch.ask(auth, request(name))));
    answer = () => new Response('', { status: 500 });
    await both();
    await both();
    expect(asked.filter(({ channel_names }) => channel_names)).toHaveLength(2);
  });

  it('needs a verdict for each channel, which may have no status', async () => {
    answer = (fields) => Response.json({ channels: { 'private-a': sign(fields, 'private-a') } });
    const batch = new AuthorizationBatch(createSystemTimers());
    const [one, other] = await Promise.allSettled(
      ['private-a', 'private-b'].map((name) => batch.ask(auth, request(name))),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: { auth: expect.any(String) } });
    expect(other).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('no answer') },
    });
  });

  it('may be answered in either form of pusher-js-auth', async () => {
    const names = ['private-a', 'private-b'];
    for (const isNested of [true, false]) {
      answer = (fields) => {
        const verdicts = Object.fromEntries(
          names.map((name) => [name, { status: 200, data: sign(fields, name) }]),
        );
        return Response.json(isNested ? { [fields.socket_id]: verdicts } : verdicts);
      };
      const batch = new AuthorizationBatch(createSystemTimers());
      const data = await Promise.all(
        names.map((name) => batch.ask({ ...auth, batch: 'pusher-js-auth' }, request(name))),
      );
      expect(data).toEqual(names.map((name) => ({ auth: fakeSignature('1.1', name) })));
    }
  });
});

it('retries together what failed together, although each has jitter of its own (19)', async () => {
  let chance = 0;
  const timers = createManualTimers({
    random: () => {
      chance = (chance + 0.37) % 1;
      return chance;
    },
  });
  const { client } = createTestClient({ timers, auth: { endpoint: '/auth' } });
  const names = Array.from({ length: 5 }, (_, index) => `private-${index}`);
  const leases = names.map((name) => client.acquire(name));
  await timers.advance(soon);
  answer = () => new Response('', { status: 503 });
  for (const lease of leases) lease.release();
  client.disconnect();
  asked.length = 0;
  client.connect();
  const again = names.map((name) => client.acquire(name));
  await timers.advance(5_000);
  answer = (fields) => batch(fields, (name) => ({ status: 200, ...sign(fields, name) }));
  await timers.advance(60_000);
  expect(again.map(statusOf)).toEqual(names.map(() => 'subscribed'));
  expect(asked.every(({ channel_names }) => channel_names?.length === 5)).toBe(true);
});
