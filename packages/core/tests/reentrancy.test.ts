import { expect, it } from 'vitest';
import { makeClient } from '../src/client/client.ts';
import * as engine from '../src/engine/index.ts';
import { CK202 } from '../src/errors/early.ts';
import { RealtimeError } from '../src/errors/realtimeError.ts';
import { bench, lateBench, liveBench, record, soon, statusOf } from './support/setup.ts';

it('joins no channel that another one gave back while all of them begin anew (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  const first = client.acquire('orders');
  const second = client.acquire('prices');
  await timers.advance(soon);
  server.drop();
  await timers.advance(1);
  first.status.subscribe(() => {
    if (statusOf(first) === 'subscribing') second.release();
  });
  await timers.advance(20_000);
  expect(statusOf(first)).toBe('subscribed');
  expect(server.subscribers('prices')).toHaveLength(0);
});

it('says idle of every channel when one of them closes the client while all begin anew', async () => {
  const { client, server, timers } = bench();
  const leases = ['a', 'b', 'c'].map((name) => client.acquire(name));
  await timers.advance(soon);
  server.drop();
  await timers.advance(1);
  leases[0]?.status.subscribe(() => {
    if (leases[0] && statusOf(leases[0]) === 'subscribing') client.disconnect();
  });
  await timers.advance(20_000);
  expect(client.connection.getSnapshot().state).toBe('closed');
  expect(leases.map(statusOf)).toEqual(['idle', 'idle', 'idle']);
});

it('joins no channel that was given back in the moment in which the engine came (2)', async () => {
  const { client, server, timers } = lateBench(['fails'], { grace: 0 });
  const first = client.acquire('orders');
  const second = client.acquire('prices');
  await timers.advance(0);
  expect(statusOf(first)).toBe('retrying');
  first.status.subscribe(() => {
    if (statusOf(first) === 'subscribing') second.release();
  });
  await timers.advance(20_000);
  expect(statusOf(first)).toBe('subscribed');
  expect(server.subscribers('prices')).toHaveLength(0);
});

it('stays connected when a load that was given up fails after a newer one has come', async () => {
  const { options, timers } = bench();
  const loads = [60, 100];
  let count = 0;
  const client = makeClient(options, {
    load: async () => {
      const mine = count;
      count += 1;
      await new Promise<void>((resolve) => timers.setTimeout(resolve, loads[mine] ?? 0));
      if (mine === 0) throw new RealtimeError(CK202, 'the chunk is gone');
      return engine;
    },
  });
  client.acquire('orders');
  await timers.advance(10);
  client.disconnect();
  client.connect();
  await timers.advance(200);
  expect(client.connection.getSnapshot().state).toBe('connected');
  await timers.advance(60_000);
  expect(client.connection.getSnapshot().state).toBe('connected');
  client.dispose();
  await timers.advance(soon);
  expect(timers.pending).toBe(0);
});

it.each([0, 5_000])(
  'sends nothing on a channel that is given back in the moment in which it is live, with a grace of %i ms',
  async (grace) => {
    const { client, server, timers } = bench({ grace });
    client.acquire('orders');
    const lease = client.acquire('private-orders');
    const sent = lease.trigger('client-typing', {});
    const outcome = sent.then(
      () => 'sent',
      (error: RealtimeError) => error.code,
    );
    await timers.settle();
    lease.status.subscribe(() => {
      if (lease.status.getSnapshot().isLive) lease.release();
    });
    await timers.advance(soon);
    expect(await outcome).toBe('CK310');
    expect(server.received('client-typing')).toHaveLength(0);
  },
);

it('sends on the next socket what was to go out in the moment in which the one before was lost', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('private-orders');
  const sent = lease.trigger('client-typing', {});
  let isFirst = true;
  await timers.settle();
  lease.status.subscribe(() => {
    if (!lease.status.getSnapshot().isLive || !isFirst) return;
    isFirst = false;
    server.drop();
  });
  await timers.advance(5_000);
  await sent;
  expect(server.received('client-typing').map(({ socketId }) => socketId)).toEqual([server.sockets[0]?.id]);
});

it('never says reconnecting, failed or closed beside a channel that is live (10)', async () => {
  for (const how of ['drop', 'freeze', 'refuse', 'disconnect', 'application'] as const) {
    const { client, server, Pusher, timers } = bench();
    const leases = ['a', 'private-b', 'presence-c'].map((name) => client.acquire(name));
    await timers.advance(soon);
    const wrong: string[] = [];
    const look = () => {
      const { state } = client.connection.getSnapshot();
      for (const { channel, status } of leases)
        if (state !== 'connected' && status.getSnapshot().isLive) wrong.push(`${state}, ${channel} live`);
    };
    client.connection.subscribe(look);
    client.observe(look);
    for (const { status } of leases) status.subscribe(look);
    if (how === 'drop') server.drop();
    if (how === 'freeze') server.freeze();
    if (how === 'refuse') server.drop(4009);
    if (how === 'disconnect') client.disconnect();
    if (how === 'application') for (const each of Pusher.instances) each.disconnect();
    await timers.advance(60_000);
    expect(wrong, how).toEqual([]);
  }
});

it('holds a channel for good although an observer changes the user as soon as it is there (2)', async () => {
  const { client, timers } = bench();
  client.user.set('7');
  client.observe(({ type }) => {
    if (type === 'added') client.user.set('8');
  });
  const lease = client.acquire('private-orders');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('subscribed');
});

it('joins nothing for a hold that an observer ended as soon as it was there, by a change of user (2)', async () => {
  const { client, server, timers, lease: keep } = await liveBench('keep');
  client.user.set('7');
  client.observe(({ type }) => {
    if (type === 'added') client.user.set('8');
  });
  const lease = client.acquire('private-inbox', { scope: 'user' });
  await timers.advance(20_000);
  expect([statusOf(lease), statusOf(keep)]).toEqual(['idle', 'subscribed']);
  expect(server.received('pusher:subscribe', 'private-inbox')).toHaveLength(0);
});

it('tells the beginning and the end of each channel once, though a listener gives it back while all of them end', () => {
  const { client } = bench({ grace: 0 });
  const told = ['added', 'removed'].map((type) => record(client, type as 'added' | 'removed'));
  const first = client.acquire('a');
  const second = client.acquire('b');
  client.acquire('b').release();
  first.status.subscribe(() => second.release());
  client.dispose();
  expect(told.map((events) => events.map(({ channel }) => channel))).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ]);
});

it('obeys the last of two commands: connected again by who hears of the end', async () => {
  const { client, timers } = bench();
  const leases = ['a', 'b'].map((name) => client.acquire(name));
  await timers.advance(soon);
  const stop = leases[0]?.status.subscribe(() => {
    stop?.();
    client.connect();
  });
  client.disconnect();
  await timers.advance(20_000);
  expect(client.connection.getSnapshot().state).toBe('connected');
  expect(leases.map(statusOf)).toEqual(['subscribed', 'subscribed']);
});

it('obeys the last of two commands: closed by who hears of the beginning (15)', async () => {
  const { client, server, timers } = bench();
  const leases = ['a', 'b'].map((name) => client.acquire(name));
  client.disconnect();
  await timers.advance(20_000);
  const stop = leases[0]?.status.subscribe(() => {
    stop?.();
    client.disconnect();
  });
  client.connect();
  await timers.advance(20_000);
  expect(client.connection.getSnapshot().state).toBe('closed');
  expect(leases.map(statusOf)).toEqual(['idle', 'idle']);
  expect([server.sockets.length, timers.pending]).toEqual([0, 0]);
});

it('shows idle for a channel that is given back by who hears that the user left it (2)', async () => {
  const { client, server, timers } = bench({ grace: 0 });
  client.user.set('7');
  const lease = client.acquire('private-orders');
  client.acquire('keep');
  await timers.advance(soon);
  client.observe(({ type }) => {
    if (type === 'lost') lease.release();
  });
  client.user.set('8');
  await timers.advance(soon);
  expect(statusOf(lease)).toBe('idle');
  expect(server.subscribers('private-orders')).toHaveLength(0);
});
