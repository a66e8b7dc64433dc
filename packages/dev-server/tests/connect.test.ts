import { expect, it, onTestFinished, vi } from 'vitest';
import { startDevServer } from '../src/index.ts';
import { connected, createClient, createPublisher, nextEvent } from './support/clients.ts';
import { app, startTestServer } from './support/testServer.ts';

it('accepts pusher-js and delivers what the pusher library triggers', async () => {
  const server = await startTestServer();
  const client = createClient(server);
  const channel = client.subscribe('orders');
  await nextEvent(channel, 'pusher:subscription_succeeded');
  const received = nextEvent(channel, 'order.created');
  await createPublisher(server).trigger('orders', 'order.created', { id: 1 });
  expect(await received).toEqual({ id: 1 });
});

it('picks a free port of the loopback address for port 0', async () => {
  const server = await startTestServer({ port: 0 });
  expect(server.port).toBeGreaterThan(0);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
});

it('starts again on the port of a stopped server, and pusher-js reconnects', async () => {
  const first = await startTestServer();
  const client = createClient(first);
  await connected(client);
  const socketId = client.connection.socket_id;
  await first.stop();
  await startTestServer({ port: first.port });
  await expect
    .poll(() => client.connection.state === 'connected' && client.connection.socket_id !== socketId, {
      timeout: 4000,
    })
    .toBe(true);
});

it('names the port that is taken', async () => {
  const server = await startTestServer();
  await expect(startDevServer({ port: server.port, apps: [app] })).rejects.toThrow(
    `Cannot listen on 127.0.0.1:${server.port}. Stop the program that uses it`,
  );
});

it('lists each user of a presence channel once, over all of the user’s sockets', async () => {
  const server = await startTestServer();
  const first = createClient(server, { user: { id: 'ada', user_info: { name: 'Ada' } } });
  const room = first.subscribe('presence-room');
  await nextEvent(room, 'pusher:subscription_succeeded');
  const added = nextEvent(room, 'pusher:member_added');
  const second = createClient(server, { user: { id: 'bob', user_info: { name: 'Bob' } } });
  second.subscribe('presence-room');
  expect(await added).toEqual({ id: 'bob', info: { name: 'Bob' } });
  const removed = nextEvent(room, 'pusher:member_removed');
  second.disconnect();
  expect(await removed).toEqual({ id: 'bob', info: { name: 'Bob' } });
});

it('warns in production and names servers made for it', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  vi.stubEnv('NODE_ENV', 'production');
  onTestFinished(() => void vi.unstubAllEnvs());
  await startTestServer();
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining('not for production'),
    expect.objectContaining({
      detail: expect.stringContaining('Pusher Channels, Soketi, Reverb or Sockudo'),
    }),
  );
  vi.restoreAllMocks();
});

it.each([
  [{ port: 70_000 }, 'port must be a whole number'],
  [{ apps: [] }, 'apps must list at least one app'],
  [{ apps: [app, app] }, 'two apps have the id test-app'],
  [{ apps: [{ ...app, secret: '' }] }, 'every app needs a secret, a non-empty string'],
  [{ apps: [{ ...app, key: 'a/b' }] }, 'key may contain only'],
  [{ activityTimeout: 0 }, 'activityTimeout and pongTimeout must be seconds'],
])('rejects invalid options with a clear error: %o', async (options, message) => {
  await expect(startDevServer(options)).rejects.toThrow(message);
});
