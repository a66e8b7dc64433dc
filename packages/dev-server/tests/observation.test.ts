import { expect, it } from 'vitest';
import type { ServerEvent } from '../src/index.ts';
import { FrameLog } from '../src/observe/frameLog.ts';
import { Message } from '../src/protocol/message.ts';
import { connected, createClient, nextEvent } from './support/clients.ts';
import { openRaw } from './support/rawSocket.ts';
import { startTestServer } from './support/testServer.ts';

it('shows connections, channels, subscriptions and counters', async () => {
  const server = await startTestServer();
  const client = createClient(server, { user: { id: 'ada' } });
  await nextEvent(client.subscribe('presence-room'), 'pusher:subscription_succeeded');
  const { socket_id: socketId } = client.connection;
  expect(server.connections()).toMatchObject([
    { socketId, app: 'test-app', client: 'js', version: '8.6.0', userId: null, channels: ['presence-room'] },
  ]);
  expect(server.channels()).toEqual([
    {
      name: 'presence-room',
      app: 'test-app',
      kind: 'presence',
      subscriptionCount: 1,
      userCount: 1,
      users: ['ada'],
    },
  ]);
  expect(server.subscriptions()).toEqual([
    { app: 'test-app', channel: 'presence-room', socketId, userId: 'ada' },
  ]);
  expect(server.counters()).toMatchObject({
    connections: 1,
    peakConnections: 1,
    subscriptions: 1,
    framesIn: 1,
  });
});

it('logs the frames of both directions, to be filtered by their fields', async () => {
  const server = await startTestServer();
  const channel = createClient(server).subscribe('orders');
  await nextEvent(channel, 'pusher:subscription_succeeded');
  expect(server.frames({ direction: 'in' }).map(({ event }) => event)).toEqual(['pusher:subscribe']);
  expect(server.frames({ direction: 'out', channel: 'orders' })[0]).toMatchObject({
    event: 'pusher_internal:subscription_succeeded',
    text: '{"event":"pusher_internal:subscription_succeeded","channel":"orders","data":"{}"}',
  });
});

it('forgets the oldest frames beyond the bound', () => {
  const log = new FrameLog(2);
  const frame = (event: string) => ({
    at: 0,
    direction: 'in' as const,
    app: 'a',
    socketId: '1.1',
    channel: null,
    event,
    text: '',
  });
  for (const event of ['a', 'b', 'c']) log.add(frame(event));
  expect(log.list().map(({ event }) => event)).toEqual(['b', 'c']);
});

it('notifies observers until they leave', async () => {
  const server = await startTestServer();
  const types: ServerEvent['type'][] = [];
  const leave = server.observe(({ type }) => void types.push(type));
  const client = createClient(server);
  await nextEvent(client.subscribe('orders'), 'pusher:subscription_succeeded');
  client.disconnect();
  await expect.poll(() => types).toContain('disconnected');
  leave();
  expect(new Set(types)).toEqual(new Set(['connected', 'frame', 'subscribed', 'disconnected']));
  const count = types.length;
  await connected(createClient(server));
  expect(types).toHaveLength(count);
});

it('publishes text byte for byte and anything else as JSON', async () => {
  const server = await startTestServer();
  const raw = openRaw(server);
  await raw.opened;
  raw.send({ event: 'pusher:subscribe', data: { channel: 'orders' } });
  await raw.frame('pusher_internal:subscription_succeeded');
  server.trigger('orders', 'text', ' {"spaced": 1} ');
  server.trigger('orders', 'object', { n: 1 });
  expect((await raw.frame('text')).data).toBe(' {"spaced": 1} ');
  expect((await raw.frame('object')).data).toBe('{"n":1}');
});

it('frames a broadcast once for all its subscribers', () => {
  const message = new Message({ event: 'e', channel: 'orders', data: '1' });
  expect(message.frame).toBe(message.frame);
});
