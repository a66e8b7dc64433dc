// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { bench, soon } from '../../tests/support/setup.ts';
import { defineChannels, event } from '../contract/contract.ts';
import { getPusherUserId, getRealtimeClient, setPusherUserId } from '../index.ts';
import { setDefaultClient } from '../internal.ts';
import type { RealtimeClientOptions } from '../options.ts';

const symbol = Symbol.for('@channelkit/core');

afterEach(() => {
  Reflect.deleteProperty(globalThis, symbol);
  vi.unstubAllEnvs();
});

it('returns one client for one config, whatever its other options (1)', () => {
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

it('returns another client for another key, cluster, host, port, tls, path or auth endpoint (1)', () => {
  const configs: RealtimeClientOptions[] = [
    { key: 'k' },
    { key: 'l' },
    { key: 'k', cluster: 'eu' },
    { key: 'k', host: 'h' },
    { key: 'k', host: 'h', port: 1 },
    { key: 'k', host: 'h', port: 1, tls: false },
    { key: 'k', host: 'h', path: '/p' },
    { key: 'k', auth: { endpoint: '/a' } },
  ];
  const clients = configs.map((config) => getRealtimeClient(config));
  expect(new Set(clients).size).toBe(configs.length);
  expect(configs.map((config) => getRealtimeClient(config))).toEqual(clients);
});

it('opens one socket for any number of holders, and the newest options win (1)', async () => {
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

it('creates nothing but an inert object before first use (1, 5)', () => {
  const { options, server, timers } = bench();
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const client = getRealtimeClient(options);
  expect(client.connection.getSnapshot().state).toBe('idle');
  expect(timers.pending).toBe(0);
  expect(server.connectCount).toBe(0);
  expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))).toEqual([]);
});

it('keeps a client while it is mounted or holds a channel, and forgets it afterwards (1, 15)', async () => {
  const { options, timers } = bench();
  const activeCount = () => {
    const states = (globalThis as { [symbol]?: Map<string, { active: Map<string, unknown> }> })[symbol];
    return states?.get('clients')?.active.size;
  };
  const client = getRealtimeClient({ ...options, grace: 0 });
  expect(activeCount()).toBe(0);
  const unmount = client.mount();
  const again = client.mount();
  expect(activeCount()).toBe(1);
  unmount();
  unmount();
  expect(activeCount()).toBe(1);
  again();
  expect(activeCount()).toBe(0);
  const lease = client.acquire('orders');
  expect(activeCount()).toBe(1);
  await timers.advance(soon);
  lease.release();
  await timers.advance(soon);
  expect(activeCount()).toBe(0);
});

it('shares its clients with a second copy of the module (1)', async () => {
  const first = getRealtimeClient({ key: 'k' });
  vi.resetModules();
  const copy = await import('../index.ts');
  expect(copy.getRealtimeClient).not.toBe(getRealtimeClient);
  expect(copy.getRealtimeClient({ key: 'k' })).toBe(first);
});

it('creates a new client after the old one was disposed, also a disabled one (15)', () => {
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

it('rejects a different contract for the same client in development', () => {
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

it('keeps disabled clients with different contracts apart', () => {
  const orders = defineChannels({ orders: { updated: event() } });
  const invoices = defineChannels({ invoices: { paid: event() } });
  const first = getRealtimeClient({ key: '', channels: orders });
  const second = getRealtimeClient({ key: '', channels: invoices });
  expect(getRealtimeClient({ key: '', channels: orders })).toBe(first);
  expect(() => first.acquire('orders')).not.toThrow();
  expect(() => second.acquire('invoices')).not.toThrow();
});

it('treats an empty user id as nobody, even before there is a default client', () => {
  setPusherUserId('');
  expect(getPusherUserId()).toBeNull();
});

it('sets the user of the default client, even before there is one', () => {
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

it('makes the client of another root the default again when the last one leaves', () => {
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
