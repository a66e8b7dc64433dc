import { expect, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../src/types.ts';
import { bench, liveBench, pusherBench, soon, statusOf } from './support/setup.ts';

/** Every snapshot from here on, with its time. */
function history({ client, timers }: Pick<ReturnType<typeof bench>, 'client' | 'timers'>) {
  const seen: (ConnectionSnapshot & { at: number })[] = [];
  client.connection.subscribe(() => seen.push({ ...client.connection.getSnapshot(), at: timers.now() }));
  return seen;
}

it('goes from idle through connecting to connected, with the socket id and the time', async () => {
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

it('is not connected once the socket is known to be dead (10)', async () => {
  // pusher-js itself says that it is connected for another second.
  for (const make of [async () => bench(), pusherBench]) {
    const { client, server, timers } = await make();
    const lease = client.acquire('orders');
    await timers.advance(soon);
    server.drop();
    await timers.settle();
    expect(client.connection.getSnapshot()).toMatchObject({ state: 'reconnecting', socketId: null });
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', isLive: false });
  }
});

it('reconnects within a second of a short drop, with jitter, at the time in retryAt (10)', async () => {
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

it('makes one attempt for all leases on one timer, and none after the last release (10, 15)', async () => {
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

it('reconnects soon after a short outage of the server, and within 32 s of any outage (10)', async () => {
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

it('backs off up to 15 s, and shows every attempt (10)', async () => {
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

it('backs off from a server that accepts and drops at once (10)', async () => {
  for (const code of [1006, 1000, 4200, 4100, 1002]) {
    const { client, server, timers } = bench();
    client.acquire('orders');
    const stop = setIntervalOn(timers, 20, () => server.drop(code));
    await timers.advance(60_000);
    stop();
    expect(server.connectCount, `code ${code}`).toBeLessThan(25);
  }
});

it('backs off from a server that closes before the handshake (10)', async () => {
  for (const code of [1006, 1000, 4200, 4100, 1002]) {
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

it('reconnects at once after 4200 to 4299 on a stable connection (10)', async () => {
  const { server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  server.drop(4200, 'restart');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
  expect(server.connectCount).toBe(2);
});

it('waits a few seconds for a server over capacity (10)', async () => {
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

it('treats 4000 to 4099 and 43xx as final until connect(), and fails every channel', async () => {
  for (const code of [4000, 4001, 4009, 4300, 4999]) {
    const { client, server, timers, lease } = await liveBench('orders');
    server.drop(code, 'App does not exist');
    await timers.advance(120_000);
    expect(server.connectCount).toBe(1);
    expect(client.connection.getSnapshot()).toMatchObject({
      state: 'failed',
      error: { code: 'CK203' },
      retryAt: null,
    });
    const { status, error } = lease.status.getSnapshot();
    expect([status, error?.code, error?.remedy.includes('TLS only')]).toEqual([
      'failed',
      'CK203',
      code === 4000,
    ]);
    client.connect();
    await timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
  }
});

it('is refused before the handshake as well, and retry() of one lease retries for all', async () => {
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

it('reconnects at once when a lease calls retry()', async () => {
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

it('does not take an error frame on an open socket for the reason of a later close', async () => {
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

it('tries again after a first frame that is not a handshake (10)', async () => {
  for (const frame of [
    '{"event":"hello"}',
    'garbage',
    '{"event":"pusher:connection_established","data":"{}"}',
  ]) {
    // pusher-js would hang, or try again at once and forever.
    for (const make of [async () => bench(), pusherBench]) {
      const { client, server, timers } = await make();
      server.answerConnects({ frame }, 1);
      const lease = client.acquire('orders');
      await timers.advance(2_000);
      expect([statusOf(lease), server.connectCount]).toEqual(['subscribed', 2]);
    }
  }
});

it('tries again when a server accepts and stays silent (10)', async () => {
  const { client, server, timers } = bench();
  server.answerConnects('silence', 1);
  const lease = client.acquire('orders');
  await timers.advance(7_900);
  expect(client.connection.getSnapshot().state).toBe('connecting');
  await timers.advance(1_000);
  expect(statusOf(lease)).toBe('subscribed');
});

it('detects a half-open socket within 40 s, and reports the gap since its last sign of life (7, 10)', async () => {
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

it('is disabled without a key: loads nothing, keeps leases idle, refuses client events', async () => {
  const transport = vi.fn<() => never>();
  const { client, timers } = bench({ key: '', transport });
  const lease = client.acquire('private-orders');
  client.connect();
  await timers.advance(60_000);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'disabled',
    reason: 'no app key is configured',
  });
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'idle', reason: 'no app key is configured' });
  expect(transport).not.toHaveBeenCalled();
  await expect(lease.trigger('client-typing', {})).rejects.toMatchObject({ code: 'CK201' });
});

it('stays open without channels from connect() to disconnect()', async () => {
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

it('disconnects from within a connection listener, in any state (15)', async () => {
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
