import { expect, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../src/types.ts';
import { bench, liveBench, soon, statusOf } from './support/setup.ts';

/** Every snapshot from here on, with the time at which it was told. */
function history({ client, timers }: Pick<ReturnType<typeof bench>, 'client' | 'timers'>) {
  const seen: (ConnectionSnapshot & { at: number })[] = [];
  client.connection.subscribe(() => seen.push({ ...client.connection.getSnapshot(), at: timers.now() }));
  return seen;
}

it('goes from idle over connecting to connected, with the socket id and the time', async () => {
  const made = bench();
  const { client, timers, server } = made;
  expect(client.connection.getSnapshot()).toEqual({
    state: 'idle',
    reason: null,
    socketId: null,
    error: null,
    since: 0,
    retryAt: null,
  });
  const seen = history(made);
  client.acquire('orders');
  await timers.advance(soon);
  expect(seen.map(({ state }) => state)).toEqual(['connecting', 'connected']);
  expect(client.connection.getSnapshot()).toMatchObject({
    socketId: server.sockets[0]?.id,
    since: 1_000_000,
    error: null,
  });
});

it('never says connected of a socket known to be dead (10)', async () => {
  const made = await liveBench('orders');
  const { client, server, lease, Pusher } = made;
  server.drop();
  // pusher-js still says so for a second.
  expect(Pusher.instances[0]?.connection.state).toBe('connected');
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'reconnecting', socketId: null });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', isLive: false });
});

it('is back within a second of a short drop, with jitter and a retryAt that is kept (10)', async () => {
  for (const chance of [0, 0.5, 0.999]) {
    const made = await liveBench('orders');
    made.timers.random = () => chance;
    await made.timers.advance(10_000);
    const seen = history(made);
    const droppedAt = made.timers.now();
    made.server.drop();
    await made.timers.advance(1_000);
    const waiting = seen.find(({ retryAt }) => retryAt !== null);
    const attempt = seen.find(({ at, retryAt }) => at > droppedAt && retryAt === null);
    expect(waiting?.retryAt).toBe(attempt?.at);
    expect((waiting?.retryAt ?? 0) - droppedAt).toBe(Math.round(500 * (0.5 + chance / 2)));
    expect(statusOf(made.lease)).toBe('subscribed');
  }
});

it('makes one attempt for all holders, on one timer, and none that holders who went had waited for (10, 15)', async () => {
  const made = await liveBench('orders');
  const { client, server, timers, lease } = made;
  const leases = Array.from({ length: 100 }, () => client.acquire('orders'));
  await timers.advance(10_000);
  server.goDown();
  await timers.advance(5_000);
  const { pending } = timers;
  expect(pending).toBeLessThan(4);
  const before = server.connectCount;
  for (const each of leases) each.release();
  expect(timers.pending).toBe(pending);
  server.goUp();
  while (statusOf(lease) !== 'subscribed') await timers.advance(50);
  expect(server.connectCount).toBe(before + 1);
  server.goDown();
  lease.release();
  await timers.advance(60_000);
  expect(timers.pending).toBe(0);
});

it('is back soon after a server that was away for 2 or 10 s, not 14 s later, and within 32 s of any outage (10)', async () => {
  for (const [away, limit] of [
    [2_000, 3_000],
    [10_000, 8_000],
    [300_000, 32_000],
  ] as const) {
    const { server, timers, lease } = await liveBench('orders');
    await timers.advance(10_000);
    server.goDown();
    await timers.advance(away);
    server.goUp();
    const back = timers.now();
    while (statusOf(lease) !== 'subscribed' && timers.now() - back < 60_000) await timers.advance(50);
    expect(timers.now() - back).toBeLessThanOrEqual(limit);
  }
});

it('spreads attempts further apart, up to 15 s, and shows each as it is (10)', async () => {
  const made = await liveBench('orders');
  const { server, timers, client, lease } = made;
  await timers.advance(10_000);
  const seen = history(made);
  server.goDown();
  await timers.advance(600_000);
  const waits = seen
    .filter(({ retryAt }) => retryAt !== null)
    .map(({ retryAt, at }) => (retryAt as number) - at);
  expect(waits.slice(0, 8)).toEqual([375, 750, 1_500, 3_000, 6_000, 11_250, 11_250, 11_250]);
  for (const [index, { state, retryAt, at, error }] of seen.entries()) {
    expect(state).toBe('reconnecting');
    expect(error?.code).toBe('CK204');
    const next = seen[index + 1];
    if (retryAt !== null && next) expect(next.at).toBe(retryAt);
    else if (retryAt !== null) expect(retryAt).toBeGreaterThan(at);
  }
  const { retryAt } = client.connection.getSnapshot();
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', retryAt });
});

it('waits longer with every server that accepts and drops at once (10)', async () => {
  for (const code of [1006, 1000, 4200, 4100, 1002]) {
    const { client, server, timers } = bench();
    client.acquire('orders');
    const stop = setIntervalOn(timers, 20, () => server.drop(code));
    await timers.advance(60_000);
    stop();
    expect(server.connectCount, `code ${code}`).toBeLessThan(25);
  }
});

it('waits longer with every server that closes before the handshake (10)', async () => {
  for (const code of [1006, 1000, 4200, 4000, 4100, 1002]) {
    const { client, server, timers } = bench();
    server.answerConnects({ close: code, reason: 'no' });
    client.acquire('orders');
    await timers.advance(60_000);
    expect(server.connectCount, `code ${code}`).toBeLessThan(25);
    expect(client.connection.getSnapshot()).toMatchObject({ state: 'connecting', socketId: null });
    server.answerConnects('accept');
    await timers.advance(31_000);
    expect(client.connection.getSnapshot().state, `code ${code}`).toBe('connected');
  }
});

it('comes back at once after 4200 to 4299 on a connection that had held (10)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  server.drop(4200, 'restart');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(server.connectCount).toBe(2);
});

it('gives a server over capacity some seconds (10)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  server.drop(4100, 'over capacity');
  await timers.advance(soon);
  const { retryAt, reason } = client.connection.getSnapshot();
  expect(reason).toBe('the server is over capacity');
  expect((retryAt as number) - timers.now()).toBeGreaterThan(1_900);
  await timers.advance(1_900);
  expect(server.sockets).toHaveLength(0);
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'reconnecting', retryAt });
  await timers.advance(3_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('takes 4001 to 4099 and 43xx as final until connect(), and says so of every channel', async () => {
  for (const code of [4001, 4009, 4300, 4999]) {
    const { client, server, timers, lease } = await liveBench('orders');
    server.drop(code, 'App does not exist');
    await timers.advance(120_000);
    expect(server.connectCount).toBe(1);
    expect(client.connection.getSnapshot()).toMatchObject({
      state: 'failed',
      error: { code: 'CK203' },
      retryAt: null,
    });
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK203' } });
    client.connect();
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('is refused before the handshake as well, and a retry() of one holder tries for all', async () => {
  const { client, server, timers } = bench();
  server.answerConnects({ close: 4001, reason: 'App does not exist' }, 2);
  const lease = client.acquire('orders');
  const other = client.acquire('private-orders');
  await timers.advance(60_000);
  expect(client.connection.getSnapshot().state).toBe('failed');
  lease.retry();
  await timers.advance(soon);
  expect(client.connection.getSnapshot().state).toBe('failed');
  expect([statusOf(lease), statusOf(other)]).toEqual(['failed', 'failed']);
  lease.retry();
  expect([statusOf(lease), statusOf(other)]).toEqual(['subscribing', 'subscribing']);
  await timers.advance(soon);
  expect([statusOf(lease), statusOf(other)]).toEqual(['subscribed', 'subscribed']);
});

it('does not wait for its turn when a holder retries', async () => {
  const { client, server, timers } = bench();
  server.goDown();
  const lease = client.acquire('orders');
  await timers.advance(60_000);
  while (client.connection.getSnapshot().retryAt === null) await timers.advance(100);
  server.goUp();
  lease.retry();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('is not fooled by an error that came as a frame of an open socket', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  for (const code of [4301, 4200, 4100]) {
    server.send({ event: 'pusher:error', data: { code, message: 'soft' } });
    await timers.advance(soon);
    expect(client.connection.getSnapshot().state).toBe('connected');
  }
  server.drop(1000);
  await timers.advance(soon);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'reconnecting',
    reason: 'the socket was lost',
  });
  expect(client.connection.getSnapshot().retryAt).not.toBeNull();
  await timers.advance(1_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('gets out of a first frame that is no handshake, on which pusher-js is stuck for good (10)', async () => {
  for (const frame of [
    '{"event":"hello"}',
    'garbage',
    '{"event":"pusher:connection_established","data":"{}"}',
  ]) {
    const { client, server, timers } = bench();
    server.answerConnects({ frame }, 1);
    const lease = client.acquire('orders');
    await timers.advance(2_000);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('gets out of a server that accepts and says nothing (10)', async () => {
  const { client, server, timers } = bench();
  server.answerConnects('silence', 1);
  const lease = client.acquire('orders');
  await timers.advance(7_900);
  expect(client.connection.getSnapshot().state).toBe('connecting');
  await timers.advance(1_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('knows a half-open socket within 40 s and tells the time from which events may be missing (10)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  await timers.advance(100_000);
  server.trigger('orders', 'a', 1);
  await timers.advance(1);
  const frozenAt = timers.now();
  server.freeze();
  server.goDown();
  await timers.advance(40_100);
  expect(client.connection.getSnapshot().state).toBe('reconnecting');
  expect(statusOf(lease)).toBe('retrying');
  const gaps: number[] = [];
  lease.onGap(({ since }) => gaps.push(since));
  server.goUp();
  await timers.advance(30_000);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toBeLessThanOrEqual(frozenAt);
});

it('is disabled without a key: nothing is loaded, leases idle, triggers are refused', async () => {
  const pusher = vi.fn<() => Promise<never>>();
  const { client, timers } = bench({ key: '', pusher });
  const lease = client.acquire('private-orders');
  client.connect();
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'disabled',
    reason: 'no app key is configured',
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'no app key is configured' });
  expect(pusher).not.toHaveBeenCalled();
  await expect(lease.trigger('client-typing', {})).rejects.toMatchObject({ code: 'CK201' });
});

it('stays open without channels once connect() was called, until disconnect()', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  client.connect();
  await timers.advance(soon);
  expect(server.sockets).toHaveLength(1);
  client.acquire('orders').release();
  await timers.advance(60_000);
  expect(server.sockets).toHaveLength(1);
  client.disconnect();
  await timers.advance(60_000);
  expect(server.sockets).toHaveLength(0);
  expect(timers.pending).toBe(0);
});

it('obeys when a listener closes the client in the middle of a change (15)', async () => {
  for (const wanted of ['connecting', 'connected', 'reconnecting'] as const) {
    const { client, server, timers } = bench();
    client.connection.subscribe(() => {
      if (client.connection.getSnapshot().state === wanted) client.disconnect();
    });
    const lease = client.acquire('orders');
    await timers.advance(soon);
    server.drop();
    await timers.advance(60_000);
    expect(client.connection.getSnapshot().state).toBe('closed');
    expect(statusOf(lease)).toBe('idle');
    expect(server.sockets).toHaveLength(0);
    expect(timers.pending).toBe(0);
  }
});

it('shows a client whose pusher-js the application disconnected as closed, and opens it by connect()', async () => {
  const { client, timers, lease, Pusher } = await liveBench('orders');
  Pusher.instances[0]?.disconnect();
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({ state: 'closed' });
  expect(statusOf(lease)).toBe('idle');
  client.connect();
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

function setIntervalOn(
  timers: ReturnType<typeof bench>['timers'],
  ms: number,
  action: () => void,
): () => void {
  let handle: unknown;
  const tick = () => {
    action();
    handle = timers.setTimeout(tick, ms);
  };
  handle = timers.setTimeout(tick, ms);
  return () => timers.clearTimeout(handle);
}
