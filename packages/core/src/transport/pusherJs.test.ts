import PusherJs from 'pusher-js/worker';
import { expect, it, vi } from 'vitest';
import { type RealPusher, realPusher } from '../../tests/support/realPusher.ts';
import { realConfig, soon } from '../../tests/support/setup.ts';
import { type TransportLog, transportLog } from '../../tests/support/transportLog.ts';
import { createManualTimers, FakeServer, type ManualTimers } from '../testing/index.ts';
import { isPusherClass, type PusherInstance, type PusherOptions, startLoadingPusher } from './pusherApi.ts';
import { loadPusher, PusherJsTransport } from './pusherJs.ts';
import type { RealtimeConfig } from './transport.ts';

interface Bench {
  readonly timers: ManualTimers;
  readonly server: FakeServer;
  readonly Pusher: RealPusher;
  /** The instances made since the start of this test. */
  readonly made: () => PusherInstance[];
  readonly make: (key: string) => { log: TransportLog; transport: PusherJsTransport };
}

/** The real pusher-js over a fake server. */
async function bench(): Promise<Bench> {
  const timers = createManualTimers();
  const server = new FakeServer({ timers });
  const Pusher = await realPusher({ server, timers });
  const before = Pusher.instances.length;
  return {
    timers,
    server,
    Pusher,
    made: () => Pusher.instances.slice(before) as PusherInstance[],
    make: (key) => {
      const log = transportLog(timers, { ...realConfig, key });
      return { log, transport: new PusherJsTransport(Pusher, log.setup) };
    },
  };
}

async function openBench(key: string) {
  const made = await bench();
  const one = made.make(key);
  one.transport.open();
  await made.timers.advance(soon);
  return { ...made, ...one };
}

it('reports the socket id and decoded frames, and sends frames', async () => {
  const { server, timers, log, transport } = await openBench('basics');
  server.answerSubscribes('never');
  transport.subscribe('private-orders', { auth: 'signature', channel_data: '{}', shared_secret: 's' });
  transport.unsubscribe('orders');
  expect(transport.send('client-typing', { n: 1 }, 'private-chat')).toBe(true);
  server.send({ event: 'a', channel: 'orders', data: '{"n":1}' });
  await timers.advance(soon);
  expect(log.reports).toEqual([
    ['opened', server.sockets[0]?.id],
    ['frame', { event: 'a', channel: 'orders', data: { n: 1 } }],
  ]);
  expect(server.frames.map(({ event, channel, data }) => ({ event, channel, data }))).toEqual([
    {
      event: 'pusher:subscribe',
      data: { channel: 'private-orders', auth: 'signature', channel_data: '{}' },
    },
    { event: 'pusher:unsubscribe', data: { channel: 'orders' } },
    { event: 'client-typing', data: { n: 1 }, channel: 'private-chat' },
  ]);
});

it('uses an idle instance again, and keeps at most one for an identity (1, 15)', async () => {
  const { server, timers, made, make } = await bench();
  const pair = [make('idle'), make('idle')];
  for (let round = 0; round < 3; round += 1) {
    for (const { transport } of pair) transport.open();
    await timers.advance(soon);
    expect(server.sockets).toHaveLength(2);
    for (const { transport } of pair) transport.release();
    await timers.advance(soon);
    expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
  }
  // Of two that became idle at once, the later one is kept: each further round makes one.
  expect(made()).toHaveLength(4);
  const other = make('other identity');
  other.transport.open();
  await timers.advance(soon);
  expect(made()).toHaveLength(5);
  other.transport.release();
  await timers.advance(soon);
});

it('takes over an instance whose socket was to close a turn later', async () => {
  const { server, timers, made, make, transport, log } = await openBench('takeover');
  const [old] = server.sockets;
  transport.release();
  const next = make('takeover');
  next.transport.open();
  await timers.advance(soon);
  expect(next.log.reports).toEqual([['opened', server.sockets[0]?.id]]);
  expect(server.sockets).toHaveLength(1);
  expect(server.sockets[0]).not.toBe(old);
  expect([made().length, log.closings.length]).toEqual([1, 0]);
});

it('makes a new instance for another copy of the class', async () => {
  const { timers, transport, Pusher } = await openBench('copy');
  transport.release();
  await timers.advance(soon);
  class Copy extends (Pusher as unknown as new (key: string, options: object) => PusherInstance) {}
  const log = transportLog(timers, { ...realConfig, key: 'copy' });
  const before = Pusher.instances.length;
  const other = new PusherJsTransport(Copy as never, log.setup);
  other.open();
  await timers.advance(soon);
  expect(Pusher.instances.length).toBe(before + 1);
  other.release();
});

it('discards an instance after 4000, which would insist on TLS for good', async () => {
  const { server, timers, made, make, log } = await openBench('tls only');
  server.drop(4000, 'TLS only');
  await timers.advance(60_000);
  expect(log.closings).toEqual([{ kind: 'refused', code: 4000, message: 'TLS only' }]);
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
  const next = make('tls only');
  next.transport.open();
  await timers.advance(soon);
  expect(next.log.reports).toEqual([['opened', server.sockets[0]?.id]]);
  expect(made()).toHaveLength(2);
});

it.each([
  [1006, 'lost'],
  [4001, 'refused'],
  [4100, 'busy'],
  [4200, 'reconnect'],
])(
  'reports a close with %i once as %s, and pusher-js does not reconnect by itself (15)',
  async (code, kind) => {
    const { server, timers, log, made } = await openBench(`close ${code}`);
    server.drop(code, 'why');
    await timers.advance(120_000);
    expect(log.closings).toMatchObject([{ kind }]);
    expect(made()[0]?.connection.state).toBe('disconnected');
    expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
  },
);

it.each([
  [{ close: 4001, reason: 'no such app' }, 'refused'],
  [{ close: 4100, reason: 'over capacity' }, 'busy'],
  [{ close: 4200, reason: 'restart' }, 'reconnect'],
  [{ frame: '{"event":"changed","data":"{}"}' }, 'handshake'],
  [{ frame: '{"event":' }, 'handshake'],
] as const)('reports an attempt that ends with %o as %s, and ends it', async (answer, kind) => {
  const { server, timers, made, make } = await bench();
  server.answerConnects(answer, 1);
  const { log, transport } = make(`attempt ${JSON.stringify(answer)}`);
  transport.open();
  await timers.advance(120_000);
  expect(log.closings).toMatchObject([{ kind }]);
  expect(made()[0]?.connection.state).toBe('disconnected');
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
});

it('stays closed after release() though pusher-js has a retry timer left from a 41xx close (15)', async () => {
  const { server, timers, made, transport } = await openBench('41xx');
  server.drop(4100, 'over capacity');
  transport.release();
  await timers.advance(120_000);
  expect(made()[0]?.connection.state).toBe('disconnected');
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
});

it('lets the last frames leave before the socket closes, since pusher-js sends a turn later', async () => {
  const { server, timers, transport } = await openBench('last frames');
  transport.unsubscribe('orders');
  transport.close();
  await timers.advance(soon);
  expect(server.received('pusher:unsubscribe', 'orders')).toHaveLength(1);
  expect(server.sockets).toHaveLength(0);
});

it('reports a ping without a pong as lost within 40 s, and pusher-js does not reconnect by itself (10)', async () => {
  const { server, timers, log } = await openBench('dead');
  server.freeze();
  await timers.advance(40_100);
  expect(log.closings).toEqual([{ kind: 'lost', code: null, message: 'a ping was not answered' }]);
  await timers.advance(120_000);
  expect([log.closings.length, server.sockets.length, timers.pending]).toEqual([1, 0, 0]);
});

it.each(['close', 'release'] as const)('reports nothing after %s(), at any moment (15)', async (end) => {
  for (const moment of ['connecting', 'waiting for the handshake', 'open', 'lost'] as const) {
    const { server, timers, make } = await bench();
    if (moment === 'waiting for the handshake') server.answerConnects('silence');
    const { log, transport } = make(`${end} ${moment}`);
    transport.open();
    if (moment !== 'connecting') await timers.advance(soon);
    if (moment === 'lost') server.drop(1006);
    const before = log.reports.length;
    server.send({ event: 'a', channel: 'orders' });
    transport[end]();
    await timers.advance(120_000);
    expect([log.reports.length, server.sockets.length, timers.pending], moment).toEqual([before, 0, 0]);
    expect(transport.send('a', {}), moment).toBe(false);
  }
});

it.each([
  { event: 'pusher:signin_success', data: '{}' },
  { event: 'pusher:signin_success', data: '{"user_data":"{\\"id\\":\\"7\\"}"}' },
  { event: 'pusher_internal:watchlist_events', data: '{}' },
  { event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data: '{}' },
  { event: 'pusher_internal:member_added', channel: 'presence-room', data: 'null' },
  { event: 'a', channel: 'constructor', data: '{}' },
])('reports %o as it came, and pusher-js does nothing with it (12)', async (frame) => {
  const { server, timers, log, made } = await openBench('neutral');
  const pusher = made()[0] as PusherInstance & { bind_global(heard: (event: string) => void): void };
  const heard = vi.fn<(event: string) => void>();
  pusher.bind_global(heard);
  const before = server.frames.length;
  server.send(frame);
  await timers.advance(soon);
  expect(log.frames).toEqual([
    expect.objectContaining({ event: frame.event, ...(frame.channel && { channel: frame.channel }) }),
  ]);
  expect(heard.mock.calls.map(([event]) => event)).toEqual(['pusher:handled']);
  expect(server.frames).toHaveLength(before);
  expect(pusher.connection.state).toBe('connected');
});

it.each(['{"event":', '7', 'null', '{}'])('survives the text %s on an open socket (12)', async (text) => {
  const { server, timers, log } = await openBench('text');
  server.send(text);
  server.send({ event: 'a', channel: 'orders' });
  await timers.advance(soon);
  expect(log.closings).toEqual([]);
  expect(log.frames.length).toBe(2);
  expect(log.frames.at(-1)).toMatchObject({ event: 'a' });
});

it('does not take an error frame on an open socket for the reason of its end', async () => {
  const { server, timers, log } = await openBench('error frame');
  server.send({ event: 'pusher:error', data: { code: 4301, message: 'client event rejected' } });
  await timers.advance(soon);
  expect(log.closings).toEqual([]);
  server.drop(1006);
  await timers.advance(soon);
  expect(log.closings).toMatchObject([{ kind: 'lost' }]);
});

it('reports a runtime without WebSocket', async () => {
  const { timers, make } = await bench();
  vi.stubGlobal('WebSocket', undefined);
  const { log, transport } = make('no WebSocket');
  transport.open();
  await timers.advance(soon);
  expect(log.closings).toEqual([
    { kind: 'unsupported', code: null, message: 'this runtime has no WebSocket' },
  ]);
  transport.open();
  await timers.advance(60_000);
  expect(log.closings).toHaveLength(2);
  expect(timers.pending).toBe(0);
});

class Pusher {
  connection = {};
  subscribe(): void {}
}

const load = (module: unknown) => loadPusher(startLoadingPusher((() => Promise.resolve(module)) as never));

it.each([
  { what: 'the class itself', module: Pusher },
  { what: 'a module with a default export', module: { default: Pusher } },
  { what: 'two layers of default', module: { default: { default: Pusher } } },
  { what: 'a namespace that is itself a function', module: Object.assign(() => {}, { default: Pusher }) },
])('finds the class in $what', async ({ module }) => {
  expect(await load(module)).toBe(Pusher);
});

it('finds an instance, loaded or passed directly', async () => {
  const instance = { connection: {}, subscribe() {} };
  expect(await load(instance)).toBe(instance);
  expect(await loadPusher(startLoadingPusher(instance as never))).toBe(instance);
});

it('recognizes the real class, and loads pusher-js by default', async () => {
  expect(isPusherClass(PusherJs)).toBe(true);
  expect(isPusherClass(await loadPusher(startLoadingPusher(undefined)))).toBe(true);
});

it.each([() => {}, { default: {} }, null, 7])('rejects %o with CK202', async (module) => {
  await expect(load(module)).rejects.toMatchObject({
    code: 'CK202',
    message: expect.stringContaining('neither the pusher-js class nor an instance'),
  });
});

it('rejects with CK202 and the cause if the loader fails', async () => {
  const cause = new Error('chunk');
  await expect(loadPusher(Promise.reject(cause))).rejects.toMatchObject({ code: 'CK202', cause });
});

/** The options with which pusher-js is constructed for a config. */
function optionsFor(config: Omit<RealtimeConfig, 'key'>): PusherOptions | undefined {
  let received: PusherOptions | undefined;
  class Recorder {
    readonly connection = { state: 'connecting', socket_id: '', bind_global() {}, unbind_global() {} };
    constructor(_key: string, options: PusherOptions) {
      received = options;
    }
    connect(): void {}
  }
  const listener = { onOpened() {}, onClosed() {}, onFrame() {} };
  const setup = {
    config: { key: 'k', ...config },
    identity: JSON.stringify(config),
    timers: createManualTimers(),
    listener,
  };
  new PusherJsTransport(Recorder as unknown as new () => PusherInstance, setup).open();
  return received;
}

it('gives pusher-js our ping times, and on a hosted cluster all of its transports', () => {
  expect(optionsFor({ cluster: 'eu' })).toEqual({
    cluster: 'eu',
    activityTimeout: 30_000,
    pongTimeout: 10_000,
  });
  expect(optionsFor({})).toMatchObject({ cluster: 'mt1' });
});

it('gives pusher-js host, port and path of a server of your own', () => {
  expect(optionsFor({ host: 'h', port: 6001, path: 'realtime/', tls: false })).toMatchObject({
    cluster: '',
    wsHost: 'h',
    wsPort: 6001,
    wssPort: 6001,
    wsPath: '/realtime',
    forceTLS: false,
  });
});

it('allows no HTTP transport with a host, and no TLS where it is off', () => {
  expect(optionsFor({ host: 'h', tls: false })?.enabledTransports).toEqual(['ws']);
  expect(optionsFor({ host: 'h', tls: true })?.enabledTransports).toEqual(['ws', 'wss']);
  expect(optionsFor({ host: 'h' })?.enabledTransports).toEqual(['ws', 'wss']);
});
