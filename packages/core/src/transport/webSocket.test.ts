import { afterEach, expect, it, vi } from 'vitest';
import { soon } from '../../tests/support/setup.ts';
import { transportLog } from '../../tests/support/transportLog.ts';
import { createManualTimers, FakeServer } from '../testing/index.ts';
import type { RealtimeConfig, Transport } from './transport.ts';
import { socketUrl, webSocketTransport } from './webSocket.ts';

const config: RealtimeConfig = { key: 'key', host: 'fake', tls: false };

/** A transport over a fake server. */
function bench() {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const log = transportLog(timers, config);
  const transport = webSocketTransport({ WebSocket: server.WebSocket })(log.setup) as Transport;
  return { timers, server, log, transport };
}

async function openBench(activityTimeout = 120) {
  const made = bench();
  made.server.activityTimeout = activityTimeout;
  made.transport.open();
  await made.timers.advance(soon);
  return made;
}

/** A transport without `WebSocket` option: it uses the global one. */
function platformTransport(given: RealtimeConfig) {
  const log = transportLog(createManualTimers(), given);
  return { log, transport: webSocketTransport()(log.setup) as Transport };
}

afterEach(() => void vi.unstubAllGlobals());

it.each([
  [{ key: 'k' }, 'wss://ws-mt1.pusher.com/app/k'],
  [{ key: 'k', cluster: 'eu' }, 'wss://ws-eu.pusher.com/app/k'],
  [{ key: 'a/b', host: 'h', port: 6001, tls: false }, 'ws://h:6001/app/a%2Fb'],
  [{ key: 'k', cluster: 'eu', host: 'h', path: 'realtime/' }, 'wss://h/realtime/app/k'],
])('connects %o to the address of its app', (given, address) => {
  expect(socketUrl(given)).toBe(`${address}?protocol=7&client=channelkit&version=1&flash=false`);
});

it('reports the socket id of the handshake, then frames with decoded data', async () => {
  const { server, timers, log } = await openBench();
  server.send({ event: 'a', channel: 'orders', data: '{"n":1}' });
  server.send({ event: 'b', channel: 'orders', data: 'text' });
  server.send('{"event":');
  await timers.advance(soon);
  expect(log.reports).toEqual([
    ['opened', server.sockets[0]?.id],
    ['frame', { event: 'a', channel: 'orders', data: { n: 1 } }],
    ['frame', { event: 'b', channel: 'orders', data: 'text' }],
    ['frame', undefined],
  ]);
});

it('sends frames with and without a channel, subscriptions and unsubscriptions', async () => {
  const { server, timers, transport } = await openBench();
  transport.subscribe('orders', null);
  transport.subscribe('presence-room', {
    auth: 'signature',
    channel_data: '{"user_id":"7"}',
    shared_secret: 's',
  });
  transport.unsubscribe('orders');
  expect(transport.send('client-typing', { n: 1 }, 'private-chat')).toBe(true);
  await timers.advance(soon);
  expect(server.frames.map(({ event, channel, data }) => ({ event, channel, data }))).toEqual([
    { event: 'pusher:subscribe', data: { channel: 'orders' } },
    {
      event: 'pusher:subscribe',
      data: { channel: 'presence-room', auth: 'signature', channel_data: '{"user_id":"7"}' },
    },
    { event: 'pusher:unsubscribe', data: { channel: 'orders' } },
    { event: 'client-typing', data: { n: 1 }, channel: 'private-chat' },
  ]);
});

it('sends nothing before the handshake', async () => {
  const { server, timers, transport } = bench();
  server.answerConnects('silence');
  expect(transport.send('a', {})).toBe(false);
  transport.open();
  await timers.advance(soon);
  expect(transport.send('a', {})).toBe(false);
  transport.subscribe('orders', null);
  await timers.advance(soon);
  expect(server.frames).toEqual([]);
});

it.each([
  '{"event":',
  '7',
  '{"event":"pusher:ping","data":{}}',
  '{"event":"changed","channel":"orders","data":"{}"}',
  '{"event":"pusher:connection_established","data":"{}"}',
  '{"event":"pusher:error","data":{}}',
])('ends an attempt whose first frame is %s, without reporting the frame (12)', async (frame) => {
  const { server, timers, log, transport } = bench();
  server.answerConnects({ frame }, 1);
  transport.open();
  await timers.advance(60_000);
  expect(log.reports).toEqual([['closed', expect.objectContaining({ kind: 'handshake' })]]);
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
});

it.each([
  [1006, 'lost'],
  [1011, 'lost'],
  [4001, 'refused'],
  [4100, 'busy'],
  [4200, 'reconnect'],
  [4301, 'refused'],
])('reports a close with %i as %s, before and after the handshake', async (code, kind) => {
  const { server, timers, log, transport } = bench();
  server.answerConnects({ close: code, reason: 'why' }, 1);
  transport.open();
  await timers.advance(soon);
  transport.open();
  await timers.advance(soon);
  server.drop(code, 'why');
  await timers.advance(60_000);
  const closed = ['closed', { kind, code, message: 'why' }];
  expect(log.reports).toEqual([closed, ['opened', expect.any(String)], closed]);
  expect(timers.pending).toBe(0);
});

it('reports a refusal by pusher:error once, though a close with the same code follows', async () => {
  const { server, timers, log, transport } = bench();
  const data = { code: 4001, message: 'no such app' };
  server.answerConnects({ frame: JSON.stringify({ event: 'pusher:error', data }) }, 1);
  transport.open();
  await timers.advance(0);
  server.drop(4001, 'no such app');
  await timers.advance(60_000);
  expect(log.reports).toEqual([['closed', { kind: 'refused', code: 4001, message: 'no such app' }]]);
});

it.each([
  { offered: 10, used: 10_000 },
  { offered: 120, used: 30_000 },
  { offered: Number.NaN, used: 30_000 },
])('pings after $used ms without a frame if the server offers $offered s (10)', async ({ offered, used }) => {
  const { server, timers, log } = await openBench(offered);
  const pings = () => server.received('pusher:ping').length;
  await timers.advance(used / 2);
  server.send({ event: 'a', channel: 'orders' });
  await timers.advance(used - soon);
  expect(pings()).toBe(0);
  await timers.advance(2 * soon);
  expect(pings()).toBe(1);
  // The pong counts as a sign of life.
  await timers.advance(used);
  expect(pings()).toBe(2);
  expect(log.closings).toEqual([]);
});

it('reports a socket as lost 40 s after its last frame, and closes it (10)', async () => {
  const { server, timers, log } = await openBench();
  server.freeze();
  await timers.advance(39_900);
  expect(log.closings).toEqual([]);
  await timers.advance(200);
  expect(log.closings).toEqual([{ kind: 'lost', code: null, message: 'a ping was not answered' }]);
  await timers.advance(60_000);
  expect([log.closings.length, server.sockets.length, timers.pending]).toEqual([1, 0, 0]);
});

it('keeps a socket on which an event arrives instead of the pong (10)', async () => {
  const { server, timers, log } = await openBench();
  server.hold();
  await timers.advance(35_000);
  server.sockets[0]?.deliver({ event: 'a', channel: 'orders' });
  await timers.advance(10_000);
  expect(log.closings).toEqual([]);
});

it('answers a ping of the server with a pong', async () => {
  const { server, timers } = await openBench();
  server.send({ event: 'pusher:ping', data: {} });
  await timers.advance(soon);
  expect(server.received('pusher:pong')).toHaveLength(1);
});

it('reports an address that the platform rejects as refused', () => {
  const { log, transport } = platformTransport({ ...config, host: 'not a host' });
  transport.open();
  expect(log.reports).toEqual([
    ['closed', { kind: 'refused', code: null, message: expect.stringMatching(/url/i) }],
  ]);
});

it('reports a runtime without WebSocket, and looks for one at every attempt', async () => {
  vi.stubGlobal('WebSocket', undefined);
  const { timers, server } = bench();
  const log = transportLog(timers, config);
  const transport = webSocketTransport()(log.setup) as Transport;
  transport.open();
  expect(log.closings).toMatchObject([{ kind: 'unsupported' }]);
  vi.stubGlobal('WebSocket', server.WebSocket);
  transport.open();
  await timers.advance(soon);
  expect(log.reports.at(-1)).toEqual(['opened', server.sockets[0]?.id]);
});

it.each(['close', 'release'] as const)('reports nothing after %s(), at any moment (15)', async (end) => {
  for (const moment of ['connecting', 'waiting for the handshake', 'open', 'pinged'] as const) {
    const { server, timers, log, transport } = bench();
    if (moment === 'waiting for the handshake') server.answerConnects('silence');
    transport.open();
    if (moment !== 'connecting') await timers.advance(soon);
    if (moment === 'pinged') {
      server.hold();
      await timers.advance(30_000);
    }
    const before = log.reports.length;
    server.send({ event: 'a', channel: 'orders' });
    transport[end]();
    server.release();
    await timers.advance(60_000);
    expect([log.reports.length, server.sockets.length, timers.pending], moment).toEqual([before, 0, 0]);
    expect(transport.send('a', {}), moment).toBe(false);
  }
});

it('delivers the last frames before it closes the socket', async () => {
  const { server, timers, transport } = await openBench();
  transport.unsubscribe('orders');
  transport.close();
  await timers.advance(soon);
  expect(server.received('pusher:unsubscribe', 'orders')).toHaveLength(1);
});

it('ends the running attempt or socket when it opens another (1)', async () => {
  const { server, timers, log, transport } = bench();
  for (const wait of [0, soon, soon]) {
    transport.open();
    await timers.advance(wait);
  }
  expect(server.sockets).toHaveLength(1);
  expect(log.closings).toEqual([]);
  expect(log.reports.at(-1)).toEqual(['opened', server.sockets[0]?.id]);
});
