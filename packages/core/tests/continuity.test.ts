import { describe, expect, it } from 'vitest';
import type { ChannelLease } from '../src/types.ts';
import { durableBench, durableChannels, follow } from './support/durableBench.ts';
import { bench, pusherBench, record, soon, statusOf } from './support/setup.ts';

const orders = 'private-orders-1';

/** A durable channel that is live. */
async function liveOrders(options: Parameters<typeof durableBench>[0] = {}) {
  const made = durableBench(options);
  const told = follow(made, orders);
  await made.timers.advance(soon);
  expect(statusOf(told.lease)).toBe('subscribed');
  return { ...made, ...told };
}

/** Long enough to reconnect, to subscribe and to resume. */
const reconnected = 2_000;

describe('a drop', () => {
  it('replays what was missed, and tells no gap (17)', async () => {
    const { server, log, timers, lease, numbers, gaps, messages } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    const { liveSince } = lease.status.getSnapshot();
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(reconnected);
    log.append({ channel: orders, event: 'changed', data: { n: 4 } });
    await timers.advance(soon);
    expect(numbers()).toEqual([1, 2, 3, 4]);
    expect(messages.map(({ replayed }) => replayed)).toEqual([false, true, true, false]);
    expect(messages[1]).toMatchObject({ id: `${orders} 2`, sentAt: expect.any(Number) });
    expect(gaps).toEqual([]);
    expect(lease.status.getSnapshot().liveSince).toBe(liveSince);
  });

  it('costs one authorization and one question to the log for 20 channels (19)', async () => {
    const made = durableBench();
    const all = Array.from({ length: 20 }, (_, index) => follow(made, `private-orders-${index}`));
    await made.timers.advance(soon);
    expect(made.log.requests).toHaveLength(1);
    made.server.drop();
    await made.timers.advance(reconnected);
    expect(made.log.requests).toHaveLength(2);
    expect(Object.keys(made.log.requests[1]?.channels ?? {})).toHaveLength(20);
    for (const { lease, gaps } of all) expect([statusOf(lease), gaps]).toEqual(['subscribed', []]);
  });

  it('delivers what arrives before the answer after what is replayed (17)', async () => {
    const { server, log, timers, numbers } = await liveOrders();
    log.answer({ delay: 900 });
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    await timers.advance(1_000);
    expect(log.requests).toHaveLength(2);
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(soon);
    expect(numbers()).toEqual([1]);
    await timers.advance(reconnected);
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it('tells one gap when the log no longer has what was missed', async () => {
    const { server, log, timers, lease, numbers, gaps } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    const since = timers.now();
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    log.trim(orders);
    await timers.advance(reconnected);
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(soon);
    expect(numbers()).toEqual([1, 3]);
    expect(gaps).toEqual([{ channel: orders, since: expect.any(Number), reason: 'connection' }]);
    expect(gaps[0]?.since).toBeLessThanOrEqual(since);
    expect(lease.status.getSnapshot().liveSince).toBeGreaterThan(since);
  });

  it.each(['epoch', 'ahead', 'malformed'] as const)('tells a gap when the log answers "%s"', async (lost) => {
    const { server, client, timers, lease, gaps } = await liveOrders();
    client.configure({
      resume: { resume: () => ({ channels: { [orders]: { status: 200, position: 'x:7', lost } } }) },
    });
    server.drop();
    await timers.advance(reconnected);
    expect([statusOf(lease), gaps.length]).toEqual(['subscribed', 1]);
  });
});

describe('a live channel', () => {
  it('waits for an event that is late, and tells nothing of it (17)', async () => {
    const { server, log, timers, numbers, gaps } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    server.hold();
    for (const n of [2, 3, 4]) log.append({ channel: orders, event: 'changed', data: { n } });
    server.release({ order: 'reversed' });
    await timers.advance(soon);
    expect(numbers()).toEqual([1, 2, 3, 4]);
    expect([log.requests.length, gaps]).toEqual([1, []]);
  });

  it('asks for an event that is lost, 200 ms after the next one (17, 18)', async () => {
    const { log, client, timers, numbers, gaps, messages } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    log.append({ channel: orders, event: 'changed', data: { n: 2 }, sending: 'lost' });
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(150);
    expect(numbers()).toEqual([1]);
    await timers.advance(100);
    expect(numbers()).toEqual([1, 2, 3]);
    // The third has arrived by itself, and only waited.
    expect(messages.map(({ replayed }) => replayed)).toEqual([false, true, false]);
    expect([log.requests.length, gaps]).toEqual([2, []]);
    expect(client.inspect().counters).toMatchObject({ hole: 1, resumed: 2, duplicate: 0 });
  });

  it('notices by the next verification that the last event was lost (18)', async () => {
    const { log, timers, numbers, gaps } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 }, sending: 'lost' });
    await timers.advance(30_000);
    expect(numbers()).toEqual([1]);
    expect(gaps).toEqual([]);
  });

  it('drops an event that arrives twice (17)', async () => {
    const { log, client, timers, numbers } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 }, sending: 'twice' });
    log.append({ channel: orders, event: 'changed', data: { n: 2 }, sending: 'twice' });
    await timers.advance(soon);
    expect(numbers()).toEqual([1, 2]);
    expect(client.inspect().counters.duplicate).toBe(2);
  });

  it('knows that it sent an event itself, and does not ask for it', async () => {
    const { client, log, timers, numbers } = await liveOrders();
    const { socketId } = client.connection.getSnapshot();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    log.append({ channel: orders, event: 'changed', data: { n: 2 }, socketId: String(socketId) });
    log.append({ channel: orders, event: 'changed', data: { n: 3 }, socketId: String(socketId) });
    log.append({ channel: orders, event: 'changed', data: { n: 4 } });
    await timers.advance(1_000);
    expect(numbers()).toEqual([1, 4]);
    expect(log.requests).toHaveLength(1);
  });

  it('gets what another connection sent and it has missed, but not what it sent itself (17)', async () => {
    const { client, server, log, timers, numbers } = await liveOrders();
    const { socketId } = client.connection.getSnapshot();
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 1 }, socketId: String(socketId) });
    log.append({ channel: orders, event: 'changed', data: { n: 2 }, socketId: '99.99' });
    await timers.advance(reconnected);
    log.append({ channel: orders, event: 'changed', data: { n: 3 }, socketId: '99.99' });
    await timers.advance(soon);
    expect(numbers()).toEqual([2, 3]);
  });

  it('goes on in a new epoch after a gap', async () => {
    const { log, timers, numbers, gaps } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    log.reset();
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    await timers.advance(soon);
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(soon);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(gaps).toMatchObject([{ reason: 'continuity' }]);
  });

  it('leaves when the right to read is taken away, and says why (20)', async () => {
    const { server, log, timers, lease } = await liveOrders();
    log.answer(403);
    await timers.advance(30_000);
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'CK302' } });
    expect(server.subscribers(orders)).toHaveLength(0);
  });

  it('tries again to join when the session has ended, and forgets nothing (20)', async () => {
    const { server, auth, log, timers, lease, numbers, gaps } = await liveOrders();
    log.answer(401, { times: 1 });
    auth.answer(401);
    await timers.advance(30_000);
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK301' } });
    expect(server.subscribers(orders)).toHaveLength(0);
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    auth.answer('ok');
    await timers.advance(30_000);
    expect([numbers(), gaps]).toEqual([[1], []]);
  });

  it('asks the log for an encrypted event that it cannot read', async () => {
    const made = durableBench();
    const vault = 'private-encrypted-vault';
    const { lease, numbers, gaps } = follow(made, vault);
    await made.timers.advance(soon);
    expect(statusOf(lease)).toBe('subscribed');
    made.log.append({ channel: vault, event: 'changed', data: { n: 1 } });
    await made.timers.advance(soon);
    made.server.rooms.secrets.set(vault, `${'x'.repeat(43)}=`);
    made.log.append({ channel: vault, event: 'changed', data: { n: 2 } });
    await made.timers.advance(1_000);
    expect([numbers(), gaps]).toEqual([[1, 2], []]);
  });
});

describe('a log that does not answer', () => {
  it('is asked again; after 10 s the channel goes on and tells a gap', async () => {
    const { client, server, log, timers, lease, numbers, gaps } = await liveOrders();
    const invalid = record(client, 'invalid');
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    log.answer({ request: 500 });
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    await timers.advance(reconnected);
    log.append({ channel: orders, event: 'changed', data: { n: 3 } });
    await timers.advance(soon);
    expect([statusOf(lease), numbers()]).toEqual(['subscribing', [1]]);
    await timers.advance(10_000);
    expect([statusOf(lease), numbers(), gaps.length]).toEqual(['subscribed', [1, 3], 1]);
    expect(invalid).toMatchObject([{ invalid: { channel: null, error: { code: 'CK312' } } }]);
    log.answer('ok');
    log.append({ channel: orders, event: 'changed', data: { n: 4 } });
    server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 5 } });
    await timers.advance(reconnected);
    expect([numbers(), gaps.length]).toEqual([[1, 3, 4, 5], 1]);
  });

  it.each(['network', 'never', 404, 500] as const)('tells a gap after %s', async (answer) => {
    const { server, log, timers, lease, gaps } = await liveOrders();
    log.answer(answer);
    server.drop();
    await timers.advance(20_000);
    expect([statusOf(lease), gaps.length]).toEqual(['subscribed', 1]);
  });

  it('tells a gap rather than let more than 1,000 events wait', async () => {
    const { server, log, timers, numbers, gaps } = await liveOrders();
    log.answer('never');
    server.drop();
    await timers.advance(1_000);
    for (let n = 1; n <= 1_001; n += 1) log.append({ channel: orders, event: 'changed', data: { n } });
    await timers.advance(soon);
    expect(numbers()).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    expect(gaps).toHaveLength(1);
  });

  it('does not keep a first subscription from going live', async () => {
    const made = durableBench();
    made.log.answer('never');
    const { lease, numbers, gaps } = follow(made, orders);
    await made.timers.advance(soon);
    made.log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await made.timers.advance(10_000);
    expect([statusOf(lease), numbers(), gaps]).toEqual(['subscribed', [1], []]);
  });
});

describe('what else is on a durable channel', () => {
  it('passes by, and is counted', async () => {
    const { client, server, log, timers, messages } = await liveOrders();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    server.trigger(orders, 'changed', { n: 2 });
    server.trigger(orders, 'client-typing', {});
    await timers.advance(soon);
    expect(messages.map(({ event }) => event)).toEqual(['changed', 'changed', 'client-typing']);
    expect(messages[1]).not.toHaveProperty('id');
    expect(client.inspect().counters.unlogged).toBe(1);
  });

  it('are members, who are there before the log has answered', async () => {
    const made = durableBench();
    made.log.answer('never');
    const { lease } = follow(made, 'presence-room');
    await made.timers.advance(soon);
    expect(lease.members.getSnapshot()).toMatchObject({ count: 1, me: { id: 'me' } });
  });

  it('is the last event of a cache channel', async () => {
    const made = durableBench();
    made.log.append({ channel: 'cache-news', event: 'changed', data: { n: 1 } });
    const { lease, numbers } = follow(made, 'cache-news');
    await made.timers.advance(soon);
    expect(numbers()).toEqual([1]);
    expect(lease.lastMessage?.data).toEqual({ n: 1 });
    made.server.drop();
    await made.timers.advance(reconnected);
    expect(numbers()).toEqual([1]);
  });

  it('counts as known although its contract refuses it, and is told as a gap', async () => {
    const strict = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'no' }] }) },
    };
    const { channel, defineChannels } = await import('../src/contract/index.ts');
    const channels = defineChannels({
      'private-orders-{id}': channel({ durable: true, events: { changed: strict as never } }),
    });
    const { log, timers, gaps } = await liveOrders({ channels: channels as never });
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    await timers.advance(1_000);
    expect(gaps.map(({ reason }) => reason)).toEqual(['payload', 'payload']);
    expect(log.requests).toHaveLength(1);
  });
});

describe('a page that comes with positions', () => {
  it('gets what happened since they were read, and is live since then', async () => {
    const made = durableBench();
    made.log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    const positions = made.log.positions([orders]);
    await made.timers.advance(5_000);
    made.log.append({ channel: orders, event: 'changed', data: { n: 2 } });
    made.client.configure({ positions });
    const live = record(made.client, 'live');
    const start = made.timers.now();
    const { lease, numbers, gaps } = follow(made, orders);
    await made.timers.advance(soon);
    expect([numbers(), gaps]).toEqual([[2], []]);
    expect(lease.status.getSnapshot().liveSince).toBe(start);
    expect(live).toMatchObject([{ channel: orders, gap: null, positionsAt: positions.at }]);
  });

  it('starts from them once: a channel held again later starts from now', async () => {
    const made = durableBench({ grace: 0 });
    made.client.configure({ positions: made.log.positions([orders]) });
    const first = follow(made, orders);
    await made.timers.advance(soon);
    first.lease.release();
    made.log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    const second = follow(made, orders);
    await made.timers.advance(soon);
    expect(second.numbers()).toEqual([]);
    expect(second.lease.status.getSnapshot().liveSince).toBeGreaterThan(1_000_000);
  });
});

describe('another user', () => {
  it('is replayed nothing that happened before', async () => {
    const { client, log, timers, numbers, gaps } = await liveOrders();
    client.user.set('1');
    await timers.advance(1_000);
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await timers.advance(soon);
    log.append({ channel: orders, event: 'changed', data: { n: 2 }, sending: 'lost' });
    client.user.set('2');
    await timers.advance(1_000);
    expect(numbers()).toEqual([1]);
    expect(gaps.at(-1)).toMatchObject({ reason: 'user' });
    expect(log.requests.at(-1)?.channels).toEqual({ [orders]: null });
  });
});

describe('without a place to resume', () => {
  it('works like any other channel, hands on no envelope, and says so (CK313)', async () => {
    const { client, server, timers } = bench({ channels: durableChannels as never });
    const invalid = record(client, 'invalid');
    const lease = client.acquire(orders as never) as unknown as ChannelLease;
    const heard: unknown[] = [];
    lease.on('*', (data) => heard.push(data));
    await timers.advance(soon);
    expect(invalid).toMatchObject([{ invalid: { channel: orders, error: { code: 'CK313' } } }]);
    server.trigger(orders, 'changed', { n: 1, $continuity: { position: 'e:1' } });
    await timers.advance(soon);
    expect(heard).toEqual([{ n: 1 }]);
  });
});

describe('every transport', () => {
  it('is made exact: pusher-js as a socket', async () => {
    const { FakeLog } = await import('../src/testing/index.ts');
    const made = await pusherBench({ channels: durableChannels as never });
    const log = new FakeLog(made.server, { timers: made.timers });
    made.client.configure({ resume: { resume: log.resume } });
    const { numbers, gaps } = follow({ ...made, log }, orders);
    await made.timers.advance(soon);
    made.server.drop();
    log.append({ channel: orders, event: 'changed', data: { n: 1 } });
    await made.timers.advance(reconnected);
    expect([numbers(), gaps]).toEqual([[1], []]);
  });
});

it('leaves no timer behind, and asks nothing more, once its last channel is released', async () => {
  const { client, log, timers, lease } = await liveOrders({ grace: 0 });
  lease.release();
  await timers.advance(120_000);
  expect(log.requests).toHaveLength(1);
  client.disconnect();
  expect(timers.pending).toBe(0);
});

it('verifies as often as it is told', async () => {
  const made = durableBench();
  made.client.configure({ resume: { resume: made.log.resume, every: 5_000 } });
  follow(made, orders);
  await made.timers.advance(60_000);
  expect(made.log.requests.length).toBeGreaterThanOrEqual(12);
  expect(made.log.requests.length).toBeLessThanOrEqual(17);
});
