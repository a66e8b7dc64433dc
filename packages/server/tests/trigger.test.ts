import { type RealtimeError, RealtimeError as RealtimeErrorClass } from '@channelkit/core';
import nacl from 'tweetnacl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PusherService, type PusherServiceOptions } from '../src/index.ts';
import { channels, config, credentials, masterKey, silent } from './fixtures.ts';
import { type Answer, type RecordedRequest, startRecorder } from './recorder.ts';

type Recorder = Awaited<ReturnType<typeof startRecorder>>;
const open: Recorder[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((recorder) => recorder.stop()));
});

async function setUp<TChannels = undefined>(
  options: Omit<PusherServiceOptions<TChannels>, 'retryDelay'> = {},
  answer?: (request: RecordedRequest, index: number) => Answer | null | 'drop',
) {
  const recorder = await startRecorder(answer);
  open.push(recorder);
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  const pusher = new PusherService(at, { ...silent, ...options, retryDelay: () => 0 });
  return { pusher, recorder, bodies: () => recorder.requests.map(({ body }) => JSON.parse(body)) };
}
const untyped = (answer?: Parameters<typeof startRecorder>[0], options: PusherServiceOptions = {}) =>
  setUp(options, answer);
const names = (count: number, prefix = 'c') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('splitting', () => {
  it('sends an event for 250 channels in requests of at most 100', async () => {
    const { pusher, bodies } = await untyped();
    const list = names(250);
    expect(await pusher.trigger(list, 'e', 1)).toEqual({ ok: true, delivered: list, failed: [] });
    expect(bodies().map((body) => body.channels.length)).toEqual([100, 100, 50]);
    expect(bodies().flatMap((body) => body.channels)).toEqual(list);
  });

  it('sends 25 events in batches of at most 10, in the order given', async () => {
    const { pusher, recorder, bodies } = await untyped();
    const events = names(25).map((channel, data) => ({ channel, event: 'e', data }));
    expect(await pusher.triggerBatch(events)).toMatchObject({ ok: true, delivered: names(25) });
    expect(recorder.requests.map(({ path }) => path)).toEqual(Array(3).fill('/apps/3/batch_events'));
    expect(bodies().map((body) => body.batch.length)).toEqual([10, 10, 5]);
    expect(bodies().flatMap((body) => body.batch.map((one: { data: string }) => one.data))).toEqual(
      events.map(({ data }) => String(data)),
    );
  });

  it('sends an encrypted channel alone, with data that the shared secret decrypts', async () => {
    const { pusher, bodies } = await untyped();
    const data = { text: 'Grüße 🎉' };
    await pusher.trigger(['a', 'private-encrypted-x', 'b'], 'e', data);
    expect(bodies().map((body) => body.channels)).toEqual([['a', 'b'], ['private-encrypted-x']]);
    const sealed = JSON.parse(bodies()[1].data);
    const auth = await pusher.authenticateChannel('private-encrypted-x', '1.2');
    if (!auth.ok || !auth.shared_secret) throw new Error('no shared secret');
    const opened = nacl.secretbox.open(
      Buffer.from(sealed.ciphertext, 'base64'),
      Buffer.from(sealed.nonce, 'base64'),
      Buffer.from(auth.shared_secret, 'base64'),
    );
    expect(JSON.parse(Buffer.from(opened ?? []).toString())).toEqual(data);
  });

  it('reports which channels were delivered and which failed when one of several requests fails', async () => {
    const { pusher } = await untyped((_, index) => (index === 1 ? { status: 400, body: 'no' } : {}));
    const result = await pusher.trigger(names(250), 'e', 1);
    if (result.ok) throw new Error('it did not fail');
    expect(result.delivered).toEqual([...names(100), ...names(250).slice(200)]);
    expect(result.failed.map(({ channel }) => channel)).toEqual(names(200).slice(100));
    expect(result.failed[0]).toMatchObject({ outcome: 'refused', transient: false });
    expect(result.error.code).toBe('CK604');
  });

  it('sends the good events of a batch and names the bad ones', async () => {
    const { pusher, bodies } = await untyped();
    const result = await pusher.triggerBatch([
      { channel: 'a', event: 'e', data: 1 },
      { channel: 'not legal', event: 'e', data: 1 },
      { channel: 'b', event: 'pusher:e', data: 1 },
      { channel: 'c', event: 'e', data: 10n },
    ]);
    expect(bodies()[0].batch).toEqual([{ channel: 'a', name: 'e', data: '1' }]);
    if (result.ok) throw new Error('it did not fail');
    expect(result.delivered).toEqual(['a']);
    expect(result.failed.map(({ error }) => error.code)).toEqual(['CK101', 'CK102', 'CK609']);
  });

  it('returns the requested attributes by channel', async () => {
    const reply = { channels: { 'presence-a': { user_count: 3 } } };
    const { pusher } = await untyped(() => ({ body: JSON.stringify(reply) }));
    expect(await pusher.trigger('presence-a', 'e', 1, { info: ['user_count'] })).toMatchObject(reply);
    const batch = await untyped(() => ({ body: '{"batch":[{"user_count":3},{}]}' }));
    const events = ['presence-a', 'b'].map((channel) => ({ channel, event: 'e', data: 1 }));
    expect(await batch.pusher.triggerBatch(events, { info: ['user_count'] })).toMatchObject({
      channels: { 'presence-a': { user_count: 3 }, b: {} },
    });
  });
});

describe('the contract when sending', () => {
  it('refuses events outside the contract before anything is sent', async () => {
    const { pusher, recorder } = await setUp({ channels });
    const code = async (promise: Promise<{ ok: boolean; error?: RealtimeError }>) =>
      (await promise).error?.code;
    const loose = pusher as unknown as PusherService;
    expect(await code(loose.trigger('private-orders', 'order.updated', { orderId: 'x' }))).toBe('CK108');
    expect(await code(loose.trigger('private-orders', 'order.updated', '{"orderId":1}'))).toBe('CK108');
    expect(await code(loose.trigger('private-orders', 'order.lost', { orderId: 1 }))).toBe('CK106');
    expect(await code(loose.trigger('private-orders', 'toString', {}))).toBe('CK106');
    expect(await code(loose.trigger('private-other', 'order.updated', { orderId: 1 }))).toBe('CK106');
    expect(recorder.requests).toEqual([]);
  });

  it('accepts patterns with parameters, and does not change the arguments', async () => {
    const { pusher, bodies } = await setUp({ channels });
    const data = Object.freeze({ orderId: 7 });
    const target = Object.freeze({
      pattern: 'private-user.{userId}.orders',
      params: Object.freeze({ userId: 7 }),
    });
    const list = Object.freeze(['private-orders', target] as const);
    const result = await pusher.triggerBatch(list, 'order.updated', data, Object.freeze({ socketId: '1.2' }));
    expect(result).toMatchObject({ ok: true, delivered: ['private-orders', 'private-user.7.orders'] });
    expect(bodies()).toEqual([
      { name: 'order.updated', data: '{"orderId":7}', channels: result.delivered, socket_id: '1.2' },
    ]);
    const batch = Object.freeze([
      Object.freeze({ channel: 'private-orders', event: 'order.created', data } as const),
    ]);
    expect(await pusher.triggerBatch(batch)).toMatchObject({ ok: true });
  });
});

it('encrypts a batch once each time that it is sent', async () => {
  const { pusher, bodies } = await untyped();
  const batch = [{ channel: 'private-encrypted-x', event: 'e', data: { text: 'Grüße' } }];
  const before = structuredClone(batch);
  await pusher.triggerBatch(batch);
  await pusher.triggerBatch(batch);
  expect(batch).toEqual(before);
  const auth = await pusher.authenticateChannel('private-encrypted-x', '1.2');
  if (!auth.ok || !auth.shared_secret) throw new Error('no shared secret');
  const secret = Buffer.from(auth.shared_secret, 'base64');
  const opened = bodies().map(({ batch: [sent], data }) => {
    const { nonce, ciphertext } = JSON.parse(sent?.data ?? data);
    const bytes = nacl.secretbox.open(
      Buffer.from(ciphertext, 'base64'),
      Buffer.from(nonce, 'base64'),
      secret,
    );
    return JSON.parse(Buffer.from(bytes ?? []).toString());
  });
  expect(opened).toEqual([{ text: 'Grüße' }, { text: 'Grüße' }]);
});

it('excludes the shared sender from each event of a batch that names no other', async () => {
  const { pusher, bodies } = await untyped();
  const event = { channel: 'a', event: 'e', data: 1 };
  const batch = [event, { ...event, socketId: '3.4' }, { ...event, socketId: null }];
  expect(await pusher.triggerBatch(batch, { socketId: '1.2' })).toMatchObject({ ok: true });
  expect(bodies()[0].batch.map((sent: { socket_id?: string }) => sent.socket_id)).toEqual([
    '1.2',
    '3.4',
    undefined,
  ]);
});

it('sends to a user although the contract has no such channel', async () => {
  const { pusher, bodies } = await setUp({ channels });
  expect(await pusher.sendToUser('7', 'told', { a: 1 })).toEqual({ ok: true });
  expect(bodies()[0].channels).toEqual(['#server-to-user-7']);
});

describe('sizes', () => {
  const large = { orderId: 7, note: 'x'.repeat(10_240) };

  it('refuses a payload over 10 kB before sending', async () => {
    const { pusher, recorder } = await setUp({ channels });
    const result = await pusher.trigger('private-orders', 'order.updated', large);
    expect(result).toMatchObject({ ok: false, error: { code: 'CK605' }, delivered: [] });
    expect(recorder.requests).toEqual([]);
  });

  it('counts bytes, not characters, and accepts exactly the limit', async () => {
    const { pusher } = await untyped();
    expect(await pusher.trigger('a', 'e', 'é'.repeat(5_120))).toMatchObject({ ok: true });
    expect(await pusher.trigger('a', 'e', 'é'.repeat(5_121))).toMatchObject({ ok: false });
  });

  it('sends a reference instead if `oversize` returns one', async () => {
    const { pusher, bodies } = await setUp({ channels });
    const oversize = (payload: unknown) => ({ orderId: (payload as { orderId: number }).orderId });
    const result = await pusher.trigger('private-orders', 'order.updated', large, { oversize });
    expect(result.ok).toBe(true);
    expect(bodies()[0].data).toBe('{"orderId":7}');
  });

  it('holds the reference to the same schema and size', async () => {
    const { pusher } = await setUp({ channels });
    const send = (oversize: () => unknown) =>
      pusher.trigger('private-orders', 'order.updated', large, { oversize });
    expect(await send(() => ({ id: 7 }))).toMatchObject({ error: { code: 'CK108' } });
    expect(await send(() => large)).toMatchObject({ error: { code: 'CK605' } });
    expect(await send(() => Promise.reject(new Error('no')))).toMatchObject({ error: { code: 'CK609' } });
  });
});

describe('retries', () => {
  const failing = (status: number, headers = {}) =>
    untyped((_, index) => (index === 0 ? { status, headers } : {}));

  it.each([
    [429, {}, 2],
    [503, { 'retry-after': '0' }, 2],
    [503, {}, 1],
    [500, {}, 1],
    [502, {}, 1],
    [400, {}, 1],
    [401, {}, 1],
    [413, {}, 1],
  ])('after %i with %o makes %i request(s)', async (status, headers, requests) => {
    const { pusher, recorder } = await failing(status, headers);
    expect((await pusher.trigger('a', 'e', 1)).ok).toBe(requests === 2);
    expect(recorder.requests).toHaveLength(requests);
  });

  it('retries a request that may have been carried out only with retryAmbiguous', async () => {
    const { pusher, recorder } = await failing(500);
    expect(await pusher.trigger('a', 'e', 1, { retryAmbiguous: true })).toMatchObject({ ok: true });
    expect(recorder.requests).toHaveLength(2);
  });

  it('reports a broken connection as an unknown outcome', async () => {
    const { pusher, recorder } = await untyped(() => 'drop');
    const result = await pusher.trigger('a', 'e', 1);
    expect(result.failed[0]).toMatchObject({ outcome: 'unknown', transient: true });
    expect(recorder.requests).toHaveLength(1);
  });

  it('retries a request that was never sent, and gives up after two retries', async () => {
    const recorder = await startRecorder();
    await recorder.stop();
    const send = vi.fn(fetch);
    const at = { ...credentials, host: '127.0.0.1', port: recorder.port, tls: false };
    const pusher = new PusherService(at, { ...silent, fetch: send, retryDelay: () => 0 });
    const result = await pusher.trigger('a', 'e', 1);
    expect(result.failed[0]).toMatchObject({ outcome: 'refused', transient: true, error: { code: 'CK603' } });
    expect(send).toHaveBeenCalledTimes(3);
    expect(pusher.getLastError()?.message).toContain('ECONNREFUSED');
  });

  it('retries reads after any failure', async () => {
    const { pusher } = await untyped((_, index) =>
      index === 0 ? 'drop' : { body: '{"channels":{"a":{}}}' },
    );
    expect(await pusher.getChannels()).toEqual({ ok: true, channels: { a: {} } });
  });

  it('recognizes a refusal that a server wraps into a 200', async () => {
    const { pusher } = await untyped(() => ({ body: '{"error":"The app is over quota","code":403}' }));
    expect(await pusher.trigger('a', 'e', 1)).toMatchObject({ ok: false, error: { code: 'CK604' } });
  });

  it('does not follow a redirect', async () => {
    const { pusher, recorder } = await untyped(() => ({ status: 301, headers: { location: '/elsewhere' } }));
    expect(await pusher.trigger('a', 'e', 1)).toMatchObject({ ok: false, error: { code: 'CK608' } });
    expect(recorder.requests).toHaveLength(1);
  });
});

describe('timeouts and aborts', () => {
  it('gives up after the timeout with an unknown outcome', async () => {
    const { pusher } = await untyped(() => null, { timeout: 20 });
    const result = await pusher.trigger('a', 'e', 1);
    expect(result.failed[0]).toMatchObject({ outcome: 'unknown' });
    if (!result.ok) expect(result.error.message).toContain('20 ms');
  });

  it('ends when its signal aborts, before and during the request', async () => {
    const stop = new AbortController();
    const { pusher, recorder } = await untyped(() => {
      stop.abort();
      return null;
    });
    const during = await pusher.trigger('a', 'e', 1, { signal: stop.signal });
    expect(during.failed[0]).toMatchObject({ outcome: 'unknown', transient: false });
    const after = await pusher.trigger('a', 'e', 1, { signal: stop.signal });
    expect(after.failed[0]).toMatchObject({ outcome: 'refused' });
    expect(recorder.requests).toHaveLength(1);
  });

  it('never throws, whatever it is given', async () => {
    const { pusher } = await untyped();
    const loose = pusher as unknown as Record<string, (...args: unknown[]) => Promise<{ ok: boolean }>>;
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const calls = [
      loose.trigger?.(undefined, undefined, undefined),
      loose.trigger?.({ pattern: 'a.{b}' }, 'e', 1),
      loose.trigger?.('a', 'e', circular),
      loose.trigger?.('a', 'e', undefined),
      loose.trigger?.('a', 'e', 1, { socketId: 'x' }),
      loose.trigger?.([null], 'e', 1),
      loose.trigger?.(new Array(1), 'e', 1),
      loose.triggerBatch?.([null]),
      loose.getChannelInfo?.('a b'),
      loose.sendToUser?.('', 'e', 1),
      loose.terminateUserConnections?.(7),
      loose.authenticateChannel?.(null, null),
      loose.authenticateUser?.('1.2', null),
      loose.verifyWebhook?.({}, '{}'),
    ];
    for (const call of calls)
      expect(await call).toMatchObject({ ok: false, error: expect.any(RealtimeErrorClass) });
  });

  it('keeps concurrent calls apart', async () => {
    const { pusher } = await untyped(({ body }) => (body.includes('"bad"') ? { status: 400 } : {}));
    const results = await Promise.all(
      names(40).map((name, n) => pusher.trigger(name, n % 2 ? 'bad' : 'good', n)),
    );
    expect(results.map(({ ok }) => ok)).toEqual(results.map((_, n) => n % 2 === 0));
    expect(results.map(({ delivered, failed }) => delivered[0] ?? failed[0]?.channel)).toEqual(names(40));
  });

  it('shows no secret in results, errors, configs or printed objects (13)', async () => {
    const onError = vi.fn();
    const { pusher } = await untyped(() => ({ status: 401, body: 'Invalid signature' }), { onError });
    const result = await pusher.trigger('private-encrypted-a', 'e', 1);
    const { inspect } = await import('node:util');
    const shown = [result, onError.mock.calls, pusher, pusher.getConfig(), pusher.getClientConfig()].map(
      (value) => `${inspect(value, { depth: 9, showHidden: true })}${JSON.stringify(value)}`,
    );
    expect(shown.join()).not.toContain(credentials.secret);
    expect(shown.join()).not.toContain(masterKey);
    expect(onError).toHaveBeenCalledOnce();
  });
});
