import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineChannels, event } from '../src/contract/contract.ts';
import { createManualTimers, createTestClient } from '../src/testing/index.ts';
import { bench, liveBench, pusherBench, soon } from './support/setup.ts';

it('sends a client event once the channel is subscribed', async () => {
  const { client, server, auth, timers } = bench();
  auth.answer('hold', { times: 1 });
  const lease = client.acquire('private-chat');
  const done = lease.trigger('client-typing', { on: true });
  await timers.advance(1_000);
  expect(server.received('client-typing')).toHaveLength(0);
  auth.release();
  await timers.advance(soon);
  await done;
  await timers.advance(soon);
  expect(server.received('client-typing')).toMatchObject([{ channel: 'private-chat', data: { on: true } }]);
});

it('sends a client event on the next socket if this one is known to be dead', async () => {
  const { server, timers, lease } = await liveBench('private-chat');
  server.drop();
  const done = lease.trigger('client-typing', { on: true });
  await timers.advance(2_000);
  await done;
  expect(server.received('client-typing')).toMatchObject([{ channel: 'private-chat', data: { on: true } }]);
});

it('rejects client events that cannot be sent, each with its code (12)', async () => {
  const timers = createManualTimers();
  const channels = defineChannels({
    orders: { 'client-x': event() },
    'private-chat': { 'client-typing': z.object({ on: z.boolean() }), other: event() },
    'private-encrypted-x': { 'client-x': event() },
  });
  const { client } = createTestClient({ timers, channels });
  const open = client.acquire('orders') as never as { trigger(event: string, data: unknown): Promise<void> };
  const sealed = client.acquire('private-encrypted-x') as never as typeof open;
  const lease = client.acquire('private-chat');
  const loose = lease as never as typeof open;
  await timers.advance(soon);
  await expect(open.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(sealed.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(loose.trigger('other', 1)).rejects.toMatchObject({ code: 'CK306' });
  await expect(loose.trigger('pusher:ping', 1)).rejects.toMatchObject({ code: 'CK102' });
  await expect(loose.trigger('client-unknown', 1)).rejects.toMatchObject({ code: 'CK106' });
  await expect(loose.trigger('client-typing', { on: 'x' })).rejects.toMatchObject({ code: 'CK108' });
  lease.release();
  await expect(lease.trigger('client-typing', { on: true })).rejects.toMatchObject({ code: 'CK310' });
});

it('rejects data that is not JSON at once, and says what to do', async () => {
  const { client, server, timers } = bench();
  const lease = client.acquire('private-chat');
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const data of [circle, { price: 1n }, () => {}]) {
    await expect(lease.trigger('client-x', data)).rejects.toMatchObject({
      name: 'RealtimeError',
      code: 'CK306',
      remedy: expect.stringContaining('JSON'),
    });
  }
  await timers.advance(soon);
  expect(server.received('client-x')).toHaveLength(0);
});

it('sends at most ten client events a second, over all channels of a connection', async () => {
  const { client, server, timers, lease } = await liveBench('private-a');
  const other = client.acquire('private-b');
  await timers.advance(soon);
  for (let n = 0; n < 5; n += 1) {
    await lease.trigger('client-x', n);
    await other.trigger('client-x', n);
  }
  await expect(lease.trigger('client-x', 5)).rejects.toMatchObject({ code: 'CK308' });
  await timers.advance(1_000);
  await lease.trigger('client-x', 6);
  await timers.advance(soon);
  expect(server.received('client-x')).toHaveLength(11);
  for (let n = 0; n < 9; n += 1) await lease.trigger('client-x', n);
  await expect(lease.trigger('client-x', 9)).rejects.toMatchObject({ code: 'CK308' });
  // The server counts for each connection anew.
  client.disconnect();
  client.connect();
  await timers.advance(soon);
  await expect(lease.trigger('client-x', 10)).resolves.toBeUndefined();
});

it('rejects with CK307 if pusher-js does not send it', async () => {
  const { client, timers, Pusher } = await pusherBench();
  const lease = client.acquire('private-chat');
  await timers.advance(soon);
  const pusher = Pusher.instances.at(-1) as { send_event(): boolean };
  pusher.send_event = () => false;
  await expect(lease.trigger('client-x', 1)).rejects.toMatchObject({ code: 'CK307' });
});

it('rejects a waiting client event when the channel is denied or released', async () => {
  const { client, auth, timers } = bench();
  auth.answer(403, { channel: 'private-denied' });
  auth.answer('never', { channel: 'private-slow' });
  const denied = client.acquire('private-denied');
  const slow = client.acquire('private-slow');
  const results = Promise.allSettled([denied.trigger('client-x', 1), slow.trigger('client-x', 1)]);
  await timers.advance(soon);
  slow.release();
  expect(await results).toMatchObject([
    { status: 'rejected', reason: { code: 'CK302' } },
    { status: 'rejected', reason: { code: 'CK310' } },
  ]);
});
