import { expect, it } from 'vitest';
import { connected, createClient, nextEvent } from './support/clients.ts';
import { startTestServer } from './support/testServer.ts';

it('restarts on the same port, and clients reconnect at once with their channels', async () => {
  const server = await startTestServer();
  const client = createClient(server);
  const channel = client.subscribe('orders');
  await nextEvent(channel, 'pusher:subscription_succeeded');
  const { port } = server;
  const again = nextEvent(channel, 'pusher:subscription_succeeded');
  await server.restart();
  await again;
  expect(server.port).toBe(port);
  expect(server.channels()).toMatchObject([{ name: 'orders', subscriptionCount: 1 }]);
});

it('restarts after a downtime in which connections are reset and the port stays taken', async () => {
  const server = await startTestServer();
  const client = createClient(server);
  await connected(client);
  const codes: number[] = [];
  server.observe((event) => {
    if (event.type === 'disconnected') codes.push(event.code);
  });
  const restarted = server.restart({ downtime: 50 });
  await expect.poll(() => codes).toEqual([1001]);
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  await expect(startTestServer({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await restarted;
  expect((await fetch(server.url)).status).toBe(200);
});

it('stays stopped when it is stopped during a downtime', async () => {
  const server = await startTestServer();
  const restarted = server.restart({ downtime: 50 });
  await server.stop();
  await restarted;
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});

it('destroys its clients’ sockets when it stops abruptly', async () => {
  const server = await startTestServer();
  const client = createClient(server);
  await connected(client);
  const error = nextEvent<{ data?: { code?: number } }>(client.connection, 'error');
  await server.stop({ abrupt: true });
  expect((await error).data?.code).toBe(1006);
});

it('may be stopped twice', async () => {
  const server = await startTestServer();
  await server.stop();
  await server.stop();
  expect(server.connections()).toEqual([]);
});
