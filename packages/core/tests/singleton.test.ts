// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { defineChannels, event } from '../src/contract/contract.ts';
import { createRealtimeClient, getPusherUserId, getRealtimeClient, setPusherUserId } from '../src/index.ts';
import { setDefaultClient } from '../src/internal.ts';
import type { RealtimeClientOptions } from '../src/options.ts';
import { bench, soon, statusOf } from './support/setup.ts';

const symbol = Symbol.for('@channelkit/core');

afterEach(() => {
  Reflect.deleteProperty(globalThis, symbol);
  vi.unstubAllEnvs();
});

it('gives one client for one config, however often it is written and whatever else it holds (1)', () => {
  const auth = { endpoint: '/auth' };
  const first = getRealtimeClient({ key: 'k', cluster: 'eu', auth });
  for (let render = 0; render < 20; render += 1) {
    const same = getRealtimeClient({
      key: 'k',
      cluster: 'eu',
      auth: { ...auth, headers: render % 2 ? () => ({}) : { token: `${render}` } },
      grace: render,
    });
    expect(same).toBe(first);
  }
});

it('gives another client for another key, cluster, host, port, tls or auth endpoint (1)', () => {
  const configs: RealtimeClientOptions[] = [
    { key: 'k' },
    { key: 'l' },
    { key: 'k', cluster: 'eu' },
    { key: 'k', host: 'h' },
    { key: 'k', host: 'h', port: 1 },
    { key: 'k', host: 'h', port: 1, tls: false },
    { key: 'k', auth: { endpoint: '/a' } },
  ];
  const clients = configs.map((config) => getRealtimeClient(config));
  expect(new Set(clients).size).toBe(configs.length);
  expect(configs.map((config) => getRealtimeClient(config))).toEqual(clients);
});

it('opens one socket for any number of holders of the singleton, and the newest options win (1)', async () => {
  const { options, server, timers, auth } = bench();
  const clients = Array.from({ length: 10 }, () => getRealtimeClient({ ...options }));
  const leases = clients.map((client) => client.acquire('private-orders'));
  await timers.advance(soon);
  expect(server.connectCount).toBe(1);
  expect(auth.requests).toHaveLength(1);
  const late = vi.fn<typeof auth.authorize>(auth.authorize);
  getRealtimeClient({ ...options, auth: { authorize: late } });
  clients[0]?.acquire('private-late');
  await timers.advance(soon);
  expect(late).toHaveBeenCalledOnce();
  for (const lease of leases) lease.release();
});

it('makes nothing but an inert object before it is used (1, 5)', () => {
  const { options, timers, Pusher } = bench();
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const client = getRealtimeClient(options);
  expect(client.connection.getSnapshot().state).toBe('idle');
  expect(timers.pending).toBe(0);
  expect(Pusher.instances).toHaveLength(0);
  expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))).toEqual([]);
});

it('keeps a client while it is mounted, held or connected, and lets it go afterwards (1, 15)', async () => {
  const { options, timers } = bench();
  const state = () => (globalThis as { [symbol]?: { active: Map<string, unknown> } })[symbol];
  const client = getRealtimeClient({ ...options, grace: 0 });
  expect(state()?.active.size).toBe(0);
  const unmount = client.mount();
  const again = client.mount();
  expect(state()?.active.size).toBe(1);
  unmount();
  unmount();
  expect(state()?.active.size).toBe(1);
  again();
  expect(state()?.active.size).toBe(0);
  const lease = client.acquire('orders');
  expect(state()?.active.size).toBe(1);
  await timers.advance(soon);
  lease.release();
  await timers.advance(soon);
  expect(state()?.active.size).toBe(0);
});

it('meets a second copy of the module in the same registry (1)', async () => {
  const first = getRealtimeClient({ key: 'k' });
  vi.resetModules();
  const copy = await import('../src/index.ts');
  expect(copy.getRealtimeClient).not.toBe(getRealtimeClient);
  expect(copy.getRealtimeClient({ key: 'k' })).toBe(first);
});

it('makes a new client after the old one was disposed, a disabled one too (15)', () => {
  for (const options of [null, { key: '' }, { key: 'k' }]) {
    const first = getRealtimeClient(options);
    first.dispose();
    first.dispose();
    const second = getRealtimeClient(options);
    expect(second).not.toBe(first);
    expect(() => second.acquire('orders')).not.toThrow();
    expect(() => first.acquire('orders')).toThrow(expect.objectContaining({ code: 'CK206' }));
    expect(() => first.connect()).toThrow(expect.objectContaining({ code: 'CK206' }));
    second.dispose();
  }
});

it('refuses a second, different contract in development', () => {
  const orders = defineChannels({ orders: { updated: event() } });
  const same = defineChannels({ orders: { updated: event() } });
  const other = defineChannels({ orders: { created: event() } });
  const client = getRealtimeClient({ key: 'k', channels: orders });
  expect(getRealtimeClient({ key: 'k', channels: same })).toBe(client);
  expect(() => getRealtimeClient({ key: 'k', channels: other })).toThrow(
    expect.objectContaining({ code: 'CK207' }),
  );
  vi.stubEnv('NODE_ENV', 'production');
  expect(getRealtimeClient({ key: 'k', channels: other })).toBe(client);
});

it('keeps two applications apart that are both switched off', () => {
  const orders = defineChannels({ orders: { updated: event() } });
  const invoices = defineChannels({ invoices: { paid: event() } });
  const first = getRealtimeClient({ key: '', channels: orders });
  const second = getRealtimeClient({ key: '', channels: invoices });
  expect(getRealtimeClient({ key: '', channels: orders })).toBe(first);
  expect(() => first.acquire('orders')).not.toThrow();
  expect(() => second.acquire('invoices')).not.toThrow();
});

it('takes an empty user id for nobody, before there is a default client too', () => {
  setPusherUserId('');
  expect(getPusherUserId()).toBeNull();
});

it('sets the user of the default client, before there is one too', () => {
  expect(getPusherUserId()).toBeNull();
  setPusherUserId(7);
  expect(getPusherUserId()).toBe('7');
  const client = getRealtimeClient({ key: 'k' });
  expect(client.user.getSnapshot().id).toBeNull();
  const undo = setDefaultClient(client);
  expect(client.user.getSnapshot().id).toBe('7');
  setPusherUserId('8');
  expect(client.user.getSnapshot().id).toBe('8');
  undo();
  setDefaultClient(client)();
  expect(client.user.getSnapshot().id).toBe('8');
  setPusherUserId(null);
  setDefaultClient(client);
  expect(client.user.getSnapshot().id).toBeNull();
});

it('has the client of another root as the default again when the last one goes', () => {
  const [first, second] = [getRealtimeClient({ key: 'a' }), getRealtimeClient({ key: 'b' })];
  const undoFirst = setDefaultClient(first);
  const undoSecond = setDefaultClient(second);
  setPusherUserId(6);
  expect([first.user.getSnapshot().id, second.user.getSnapshot().id]).toEqual([null, '6']);
  undoSecond();
  setPusherUserId(7);
  expect(first.user.getSnapshot().id).toBe('7');
  expect(getPusherUserId()).toBe('7');
  undoFirst();
  expect(getPusherUserId()).toBeNull();
});

it('asks a socket for a sign of life when the page wakes, and stops listening when it is closed (10, 15)', async () => {
  const added = [window, document].map((target) => vi.spyOn(target, 'addEventListener'));
  const removed = [window, document].map((target) => vi.spyOn(target, 'removeEventListener'));
  const { client, server, timers } = bench({ grace: 0 });
  const lease = client.acquire('orders');
  await timers.advance(soon);
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('pageshow'));
  await timers.advance(soon);
  expect(server.received('pusher:ping')).toHaveLength(1);
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  visibility.mockRestore();
  await timers.advance(10_000);
  expect(server.received('pusher:ping')).toHaveLength(1);
  expect(server.connectCount).toBe(1);

  server.freeze();
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('pageshow'));
  await timers.advance(2_900);
  expect(client.connection.getSnapshot().state).toBe('connected');
  await timers.advance(200);
  expect(server.connectCount).toBe(2);
  expect(statusOf(lease)).toBe('subscribed');

  lease.release();
  const names = (spies: typeof added | typeof removed) =>
    spies.map(({ mock }) => mock.calls.map(([name]) => name));
  expect(names(added)).toEqual([['online', 'offline', 'pageshow'], ['visibilitychange']]);
  expect(names(removed)).toEqual(names(added));
  window.dispatchEvent(new Event('online'));
  await timers.advance(60_000);
  expect(server.connectCount).toBe(2);
  expect(timers.pending).toBe(0);
});

it('knows 3 s after the browser went offline that the socket is dead, and keeps one that answers (10)', async () => {
  const { client, server, timers } = bench();
  client.acquire('orders');
  await timers.advance(soon);
  window.dispatchEvent(new Event('offline'));
  await timers.advance(10_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 1]);

  server.freeze();
  server.goDown();
  window.dispatchEvent(new Event('offline'));
  await timers.advance(3_100);
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  await timers.advance(10_000);
  while (client.connection.getSnapshot().retryAt === null) await timers.advance(100);
  const before = client.connection.getSnapshot();
  window.dispatchEvent(new Event('offline'));
  expect(client.connection.getSnapshot()).toBe(before);
  client.dispose();
});

it('tries at once when the network is back, whether it waits or has an attempt under way (10)', async () => {
  for (const isWaiting of [true, false]) {
    const { client, server, timers } = bench();
    server.goDown();
    const lease = client.acquire('orders');
    await timers.advance(60_000);
    while ((client.connection.getSnapshot().retryAt !== null) !== isWaiting) await timers.advance(100);
    server.goUp();
    window.dispatchEvent(new Event('online'));
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
    client.dispose();
  }
});

it('leaves an attempt that is under way alone when the page is seen, and a refusal when the network is back', async () => {
  const { client, server, timers } = bench();
  server.answerConnects('silence', 1);
  client.acquire('orders');
  await timers.advance(2_000);
  document.dispatchEvent(new Event('visibilitychange'));
  await timers.advance(2_000);
  expect(server.connectCount).toBe(1);
  await timers.advance(10_000);
  server.drop(4001);
  await timers.advance(soon);
  const { connectCount } = server;
  window.dispatchEvent(new Event('online'));
  await timers.advance(60_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['failed', connectCount]);
  client.dispose();
});

it('keeps a new socket, whatever the one before had been asked (10)', async () => {
  const { client, server, timers } = bench();
  client.connect();
  await timers.advance(10_000);
  server.hold();
  window.dispatchEvent(new Event('online'));
  await timers.advance(1_000);
  server.drop(4200);
  await timers.advance(10_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 2]);
  client.dispose();
});

it('knows at once that a socket is dead on which pusher-js cannot even ask (10)', async () => {
  const { client, server, timers, Pusher } = bench();
  client.connect();
  await timers.advance(10_000);
  for (const each of Pusher.instances) each.send_event = () => false;
  window.dispatchEvent(new Event('online'));
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  await timers.advance(soon);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['connected', 2]);
  client.dispose();
});

it('hears the page again after disconnect() and connect() (10)', async () => {
  const { client, server, timers } = bench();
  client.acquire('orders');
  await timers.advance(soon);
  client.disconnect();
  client.connect();
  await timers.advance(soon);
  window.dispatchEvent(new Event('online'));
  await timers.advance(soon);
  expect(server.received('pusher:ping')).toHaveLength(1);
  client.dispose();
});

it('notices sleep that no event tells, by a gap in the tick of the clock (10)', async () => {
  const { options, server, timers } = bench();
  let slept = 0;
  const client = createRealtimeClient({ ...options, timers: { ...timers, now: () => timers.now() + slept } });
  client.acquire('orders');
  await timers.advance(20_000);
  expect(server.received('pusher:ping')).toHaveLength(0);
  slept = 3_600_000;
  await timers.advance(2_100);
  expect(server.received('pusher:ping')).toHaveLength(1);
  client.dispose();
});
