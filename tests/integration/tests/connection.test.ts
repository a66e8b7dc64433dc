import { socketIdHeader, withSocketId } from '@channelkit/core';
import { expect, it, vi } from 'vitest';
import { gapsOf, live, setStage, subscribers, until } from './support/stage.ts';
import { pass, standInPage, stopTime } from './support/time.ts';

it.each([1000, 1001, 1006, 3000, 4100, 4200, 4201])(
  'is back after a close with %i and tells one gap (7, 10)',
  async (code) => {
    const { client, server } = await setStage();
    const lease = client.acquire('private-orders');
    await live(lease);
    const gaps = gapsOf(lease);
    const states: string[] = [];
    const wasLive: boolean[] = [];
    client.connection.subscribe(() => states.push(client.connection.getSnapshot().state));
    lease.status.subscribe(() => wasLive.push(lease.status.getSnapshot().isLive));
    if (code === 1006) server.destroy();
    else if (code === 1001) await server.restart({ downtime: 1 });
    else server.drop({ code });
    await until(() => wasLive.length > 0);
    expect(states[0]).toBe('reconnecting');
    expect(wasLive[0]).toBe(false);
    await live(lease);
    expect(gaps).toEqual([{ channel: 'private-orders', since: expect.any(Number), reason: 'connection' }]);
    expect(subscribers(server, 'private-orders')).toBe(1);
    expect(server.connections()).toHaveLength(1);
  },
);

it.each([4001, 4009, 4300])('treats %i as final until connect()', async (code) => {
  const { client, server } = await setStage();
  const lease = client.acquire('orders');
  await live(lease);
  server.drop({ code, reason: 'no' });
  await until(() => client.connection.getSnapshot().state === 'failed');
  expect(client.connection.getSnapshot().error).toMatchObject({ code: 'CK203' });
  expect(lease.status.getSnapshot().status).toBe('failed');
  client.connect();
  await live(lease);
});

it('fails permanently with an unknown app key', async () => {
  const { client } = await setStage({ key: 'unknown' });
  const lease = client.acquire('orders');
  await until(() => client.connection.getSnapshot().state === 'failed');
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK203' } });
});

it('reconnects immediately after a restart, and within seconds after a longer downtime (10)', async () => {
  stopTime();
  const { client, server } = await setStage();
  const lease = client.acquire('orders');
  const isLive = () => lease.status.getSnapshot().isLive;
  await pass(1_000, isLive);
  await pass(10_000);
  await server.restart();
  await pass(200, () => !isLive());
  await pass(500, isLive);
  expect(isLive()).toBe(true);
  await pass(10_000);
  const restarted = server.restart({ downtime: 2_000, abrupt: true });
  await pass(2_000);
  await restarted;
  expect(isLive()).toBe(false);
  // pusher-js by itself: 14 s later.
  await pass(3_000, isLive);
  expect(isLive()).toBe(true);
});

it('is never connected on a dead socket, although pusher-js is for a second (10)', async () => {
  stopTime();
  const { client, server } = await setStage();
  const lease = client.acquire('orders');
  await pass(1_000, () => lease.status.getSnapshot().isLive);
  const states: string[] = [];
  client.connection.subscribe(() => states.push(client.connection.getSnapshot().state));
  const cut = performance.now();
  server.destroy();
  await pass(500, () => states.length > 0);
  expect(states[0]).toBe('reconnecting');
  expect(performance.now() - cut).toBeLessThanOrEqual(100);
});

it('notifies once per change, although pusher-js emits one error twice (10)', async () => {
  const { client, server } = await setStage();
  await live(client.acquire('orders'));
  const seen: string[] = [];
  const look = () => {
    const { state, error, retryAt } = client.connection.getSnapshot();
    seen.push(`${state} ${error?.code ?? 'fine'} ${retryAt === null ? '' : 'waits'}`.trim());
  };
  client.connection.subscribe(look);
  server.drop({ code: 4100 });
  await until(() => seen.length > 1 && client.connection.getSnapshot().state === 'connected');
  expect(seen).toEqual(['reconnecting CK204 waits', 'reconnecting CK204', 'connected fine']);
});

it('returns no socket id after the socket is gone, although pusher-js keeps it', async () => {
  const { client, server } = await setStage();
  const headers: (string | null)[] = [];
  const fetchWithId = withSocketId(async (_, init) => {
    headers.push(new Headers(init?.headers).get(socketIdHeader));
    return new Response();
  }, client);
  const lease = client.acquire('orders');
  await live(lease);
  const [socket] = server.connections();
  await fetchWithId('https://api.test');
  client.disconnect();
  await fetchWithId('https://api.test');
  client.connect();
  await live(lease);
  await fetchWithId('https://api.test');
  expect(headers).toEqual([socket?.socketId, null, server.connections().at(-1)?.socketId]);
  server.destroy();
  await until(() => !lease.status.getSnapshot().isLive);
  expect(client.connection.getSnapshot().socketId).toBeNull();
});

it('detects a half-open socket within 40 s (10)', async () => {
  stopTime();
  const { client, server } = await setStage();
  const lease = client.acquire('orders');
  const isLive = () => lease.status.getSnapshot().isLive;
  await pass(1_000, isLive);
  const gaps = gapsOf(lease);
  const mute = server.mute();
  await pass(40_100, () => !isLive());
  expect(isLive()).toBe(false);
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  mute.end();
  await pass(10_000, isLive);
  expect(gaps).toHaveLength(1);
});

it.each(['online', 'pageshow', 'visibilitychange'])(
  'knows a dead socket within 5 s of waking by %s, and keeps a living one (10)',
  async (cause) => {
    const { wake } = standInPage();
    stopTime();
    const { client, server } = await setStage();
    const lease = client.acquire('orders');
    const isLive = () => lease.status.getSnapshot().isLive;
    await pass(1_000, isLive);
    wake(cause);
    await pass(5_000);
    expect(isLive()).toBe(true);
    expect(server.counters().connections).toBe(1);

    const mute = server.mute();
    wake(cause);
    await pass(3_500);
    expect(client.connection.getSnapshot().state).toBe('reconnecting');
    mute.end();
    await pass(5_000, isLive);
    expect(isLive()).toBe(true);
  },
);

it('detects sleep without an event, by a late tick (10)', async () => {
  standInPage();
  stopTime();
  const { client, server } = await setStage();
  const lease = client.acquire('orders');
  const isLive = () => lease.status.getSnapshot().isLive;
  await pass(1_000, isLive);
  server.mute();
  vi.setSystemTime(Date.now() + 3_600_000);
  await pass(5_000, () => !isLive());
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
});

it('gives up on a server that accepts and stays silent (10)', async () => {
  stopTime();
  const { client, server } = await setStage();
  const mute = server.mute();
  const lease = client.acquire('orders');
  const isLive = () => lease.status.getSnapshot().isLive;
  await pass(8_100);
  expect(client.connection.getSnapshot()).toMatchObject({ reason: 'the server does not answer' });
  mute.end();
  await pass(5_000, isLive);
  expect(isLive()).toBe(true);
});

it('uses one pusher-js instance for a client that idles and returns (1, 15)', async () => {
  const { default: Pusher } = await import('pusher-js');
  const before = Pusher.instances.length;
  const { client, server } = await setStage({ grace: 0 });
  for (let round = 0; round < 5; round += 1) {
    const lease = client.acquire('private-orders');
    await live(lease);
    lease.release();
    await until(() => server.connections().length === 0);
  }
  expect(Pusher.instances.length - before).toBe(1);
  expect(Pusher.instances.at(-1)?.allChannels()).toEqual([]);
});
