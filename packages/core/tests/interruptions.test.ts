import { expect, it } from 'vitest';
import { makeClient } from '../src/client/client.ts';
import * as live from '../src/client/socketParts.ts';
import { CK202 } from '../src/errors/beforeSocket.ts';
import { RealtimeError } from '../src/errors/realtimeError.ts';
import { bench, liveBench, record, soon, statusOf } from './support/setup.ts';

it('reconnects at once if a listener replaces the socket that was just lost (1)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  await timers.advance(10_000);
  let isFirst = true;
  lease.status.subscribe(() => {
    if (!isFirst) return;
    isFirst = false;
    client.disconnect();
    client.connect();
  });
  server.drop();
  await timers.advance(soon);
  expect([statusOf(lease), server.connectCount]).toEqual(['subscribed', 2]);
});

it('keeps its backoff if a listener changes the signed-in user when the socket is lost (10)', async () => {
  const { client, server, auth, timers } = bench();
  client.configure({ userAuth: { authenticate: auth.authenticate } });
  client.user.set('7');
  const lease = client.acquire('orders');
  await timers.advance(soon);
  lease.status.subscribe(() => {
    if (statusOf(lease) === 'retrying') client.user.set('8');
  });
  server.drop();
  await timers.advance(1);
  expect(client.connection.getSnapshot()).toMatchObject({
    state: 'reconnecting',
    retryAt: expect.any(Number),
  });
  await timers.advance(5_000);
  expect([server.connectCount, client.user.getSnapshot().signIn]).toEqual([2, 'signed-in']);
});

it.each([1006, 4001, 4100, 4200])(
  'stays closed, notified once, if a listener closes it because the socket ended with %i (15)',
  async (code) => {
    const { client, server, timers, lease } = await liveBench('orders');
    await timers.advance(10_000);
    const states: string[] = [];
    lease.status.subscribe(() => client.disconnect());
    client.connection.subscribe(() => states.push(client.connection.getSnapshot().state));
    server.drop(code);
    await timers.advance(60_000);
    expect([states, server.sockets.length, timers.pending]).toEqual([['closed'], 0, 0]);
  },
);

it('starts over after disconnect() and connect(): connecting, with the short first backoff (10)', async () => {
  const { client, server, timers } = await liveBench('orders');
  server.goDown();
  await timers.advance(120_000);
  client.disconnect();
  client.connect();
  expect(client.connection.getSnapshot().state).toBe('connecting');
  while (client.connection.getSnapshot().retryAt === null) await timers.advance(50);
  const { retryAt, since } = client.connection.getSnapshot();
  expect((retryAt as number) - timers.now()).toBeLessThanOrEqual(750);
  expect(timers.now() - since).toBeLessThanOrEqual(8_050);
});

it('sends and notifies nothing on connect() while it is connected (3)', async () => {
  const { client, server, timers } = await liveBench('orders');
  const changes = record(client, 'connection');
  const frames = server.frames.length;
  client.connect();
  await timers.advance(5_000);
  expect([changes, server.frames.length, server.connectCount]).toEqual([[], frames, 1]);
});

it('stays closed when a lease retries (15)', async () => {
  const { client, server, timers, lease } = await liveBench('orders');
  client.disconnect();
  lease.retry();
  await timers.advance(5_000);
  expect([client.connection.getSnapshot().state, server.connectCount]).toEqual(['closed', 1]);
});

it('stays connected when an abandoned load of its code fails after a newer one succeeded', async () => {
  const { options, timers } = bench();
  const loads = [60, 100];
  let count = 0;
  const client = makeClient(options, {
    load: async () => {
      const mine = count;
      count += 1;
      await new Promise<void>((resolve) => timers.setTimeout(resolve, loads[mine] ?? 0));
      if (mine === 0) throw new RealtimeError(CK202, 'the chunk is gone');
      return live;
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
