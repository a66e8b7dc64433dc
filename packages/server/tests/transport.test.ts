import { createHmac } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { networkFault } from '../src/api/networkFault.ts';
import { nodeTransport } from '../src/api/nodeTransport.ts';
import { isNode } from '../src/crypto/nodeModule.ts';
import { PusherService, type PusherServiceOptions } from '../src/index.ts';
import { credentials, silent } from './fixtures.ts';
import { type RecordedRequest, startRecorder } from './recorder.ts';

afterEach(() => void vi.unstubAllGlobals());

async function setUp(answer?: Parameters<typeof startRecorder>[0], options: PusherServiceOptions = {}) {
  const recorder = await startRecorder(answer);
  onTestFinished(recorder.stop);
  const at = { ...credentials, host: '127.0.0.1', port: recorder.port, tls: false };
  return { recorder, pusher: new PusherService(at, { ...silent, retryDelay: () => 0, ...options }) };
}

describe.each<[string, PusherServiceOptions]>([
  ["Node's http", {}],
  ['fetch', { fetch: (input, init) => fetch(input, init) }],
])('over %s', (_, transport) => {
  it('a call ends at its timeout, with an unknown outcome', async () => {
    const { pusher } = await setUp(() => null, { ...transport, timeout: 20 });
    const result = await pusher.trigger('a', 'e', 1);
    expect(result.failed[0]).toMatchObject({ outcome: 'unknown', transient: true });
    if (!result.ok) expect(result.error.message).toContain('did not answer in 20 ms');
  });

  it('a call ends when it is aborted', async () => {
    const stop = new AbortController();
    const answer = () => {
      stop.abort();
      return null;
    };
    const { pusher } = await setUp(answer, transport);
    const result = await pusher.trigger('a', 'e', 1, { signal: stop.signal });
    expect(result.failed[0]).toMatchObject({ outcome: 'unknown', transient: false });
  });

  it('a redirect is not followed', async () => {
    const { pusher, recorder } = await setUp(() => ({ status: 302, headers: { location: '/b' } }), transport);
    expect(await pusher.trigger('a', 'e', 1)).toMatchObject({ error: { code: 'CK608' } });
    expect(recorder.requests).toHaveLength(1);
  });

  it('answers are read whole, whatever their encoding', async () => {
    const users = Array.from({ length: 500 }, (__, n) => ({ id: `Grüße 🎉 ${n}` }));
    const { pusher } = await setUp(() => ({ body: JSON.stringify({ users }) }), transport);
    expect(await pusher.getChannelUsers('presence-a')).toEqual({ ok: true, users });
  });
});

it.each<[string, PusherServiceOptions]>([
  ["Node's http", {}],
  [
    'fetch',
    { fetch: vi.fn<typeof fetch>(async () => new Response('{}')).mockRejectedValueOnce(new Error()) },
  ],
])('leaves no timer and no listener behind, over %s (15)', async (_, transport) => {
  const { pusher } = await setUp((__, index) => (index === 0 ? 'drop' : {}), transport);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { signal } = new AbortController();
  for (const ok of [false, true]) {
    expect((await pusher.trigger('a', 'e', 1, { signal })).ok).toBe(ok);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  }
});

it('knows its own timeout whatever error a fetch makes of it', async () => {
  const send: typeof fetch = (_, init) =>
    new Promise((__, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('premature close')));
    });
  const { pusher } = await setUp(undefined, { fetch: send, timeout: 20 });
  const result = await pusher.trigger('a', 'e', 1);
  expect(result).toMatchObject({ error: { message: expect.stringContaining('did not answer in 20 ms') } });
});

it('uses the global fetch where there is no Node, as it is at each call', async () => {
  const { pusher } = await setUp();
  vi.stubGlobal('WebSocketPair', class {});
  expect(isNode()).toBe(false);
  for (const status of [200, 400]) {
    const send = vi.fn(async () => new Response('{}', { status }));
    vi.stubGlobal('fetch', send);
    expect((await pusher.trigger('a', 'e', 1)).ok).toBe(status === 200);
    expect(send).toHaveBeenCalledOnce();
  }
});

it('reaches an IPv6 address, which has brackets in a URL only', async () => {
  const send = nodeTransport('http://[::1]:1');
  const failed = send?.({ method: 'GET', path: '/', headers: {}, timeout: 10_000 });
  await expect(failed).rejects.toMatchObject({ code: expect.not.stringContaining('ENOTFOUND') });
});

it('keeps its connection alive, and sends requests for other channels side by side', async () => {
  const held: (() => void)[] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const answer = () => response.end('{}');
      if (request.url?.includes('/apps/wide/')) held.push(answer);
      else answer();
      if (held.length === 3) for (const each of held) each();
    });
  }).on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const at = { ...credentials, host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: false };
  const pusher = new PusherService(at, silent);
  for (let n = 0; n < 5; n += 1) expect(await pusher.trigger('a', 'e', n)).toMatchObject({ ok: true });
  expect(sockets).toBe(1);
  // No request of the three is answered before all have come.
  const channels = Array.from({ length: 250 }, (_, n) => `c${n}`);
  const wide = new PusherService({ ...at, appId: 'wide' }, silent);
  expect(await wide.trigger(channels, 'e', 1)).toMatchObject({ ok: true, delivered: channels });
});

describe('behind a path prefix', () => {
  const isSigned = ({ method, query }: RecordedRequest, path: string) => {
    const { auth_signature, ...params } = query;
    const signed = Object.entries(params)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map((entry) => entry.join('='))
      .join('&');
    const text = [method, path, signed].join('\n');
    return createHmac('sha256', credentials.secret).update(text).digest('hex') === auth_signature;
  };

  it.each([
    ['that the server reads as part of the path', '/realtime', 3],
    ['that a proxy strips', '', 4],
  ])('%s, requests are signed for the path that the server reads', async (_, kept, requests) => {
    const { recorder } = await setUp((request) => ({
      status: isSigned(request, request.path.replace('/realtime', kept)) ? 200 : 401,
    }));
    const at = { ...credentials, host: '127.0.0.1', port: recorder.port, tls: false, path: 'realtime/' };
    const pusher = new PusherService(at, silent);
    for (let n = 0; n < 3; n += 1) expect(await pusher.trigger('a', 'e', n)).toMatchObject({ ok: true });
    expect(recorder.requests.map(({ path }) => path)).toEqual(
      Array(requests).fill('/realtime/apps/3/events'),
    );
  });

  it('a wrong secret stays refused, after two attempts each time', async () => {
    const { recorder } = await setUp(() => ({ status: 401 }));
    const at = { ...credentials, host: '127.0.0.1', port: recorder.port, tls: false, path: '/realtime' };
    const pusher = new PusherService(at, silent);
    for (let n = 0; n < 2; n += 1)
      expect(await pusher.trigger('a', 'e', n)).toMatchObject({ error: { code: 'CK604' } });
    const full = recorder.requests.map((request) => isSigned(request, '/realtime/apps/3/events'));
    expect(full).toEqual([true, false, true, false]);
  });
});

describe('what a failure means', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a date that has passed', { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }, 2],
    ['more seconds than a call waits', { 'retry-after': '60' }, 1],
    ['nonsense', { 'retry-after': 'soon' }, 1],
  ])('503 with a Retry-After of %s', async (_, headers, requests) => {
    const { pusher, recorder } = await setUp((__, index) => (index === 0 ? { status: 503, headers } : {}));
    expect((await pusher.trigger('a', 'e', 1)).ok).toBe(requests === 2);
    expect(recorder.requests).toHaveLength(requests);
  });

  it('an answer of 413 is a payload over the limit, and its text is kept in part', async () => {
    const { pusher } = await setUp(() => ({ status: 413, body: 'x'.repeat(2_000) }));
    const result = await pusher.trigger('a', 'e', 1);
    if (result.ok) throw new Error('it should have failed');
    expect(result.error.code).toBe('CK605');
    expect(result.error.cause).toMatchObject({ message: 'x'.repeat(500) });
  });

  it('an answer that breaks off has an unknown outcome', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-length': '100' }).write('{');
      setImmediate(() => request.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const pusher = new PusherService({ ...credentials, host: '127.0.0.1', port, tls: false }, silent);
    const result = await pusher.trigger('a', 'e', 1);
    expect(result.failed[0]).toMatchObject({ outcome: 'unknown', error: { code: 'CK603' } });
  });

  it('a host with several addresses was not reached only if none was', () => {
    const failing = (...codes: string[]) => {
      const errors = codes.map((code) => Object.assign(new Error(code), { code }));
      return networkFault(Object.assign(new AggregateError(errors), { code: codes[0] }), 'http://a');
    };
    expect(failing('ECONNREFUSED', 'ENETUNREACH').outcome).toBe('refused');
    expect(failing('ECONNREFUSED', 'ETIMEDOUT').outcome).toBe('unknown');
  });

  it('a certificate that is not trusted is a TLS fault, and nothing was sent', () => {
    const cause = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(networkFault(cause, 'https://a')).toMatchObject({ error: { code: 'CK608' }, outcome: 'refused' });
    expect(networkFault(cause, 'http://a')).toMatchObject({ error: { code: 'CK603' }, outcome: 'unknown' });
  });
});
