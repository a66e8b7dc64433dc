// A Pusher server and a back end in a process of their own, for restart.ts, which tells them over IPC what to do.
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { startDevServer } from '@channelkit/dev-server';
import {
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  PusherService,
  toNodeHandler,
} from '@channelkit/server';
import { createMemoryDatabase } from '@channelkit/server/testing';
import { orderChannels } from './contract.ts';

const app = { id: 'app', key: 'key', secret: 'secret', subscriptionCount: false };
const pusherServer = await startDevServer({ apps: [app] });
const { host, port } = pusherServer;
const pusher = new PusherService(
  { appId: app.id, key: app.key, secret: app.secret, host, port, tls: false },
  { channels: orderChannels },
);
const database = createMemoryDatabase();
const log = createEventLog(pusher, database.port);
const rights = {
  authenticate: () => 'ada',
  authorize: { 'private-durable-{id}': () => true, 'private-plain-{id}': () => true },
};
const handlers = {
  '/auth': toNodeHandler(createAuthHandler(pusher, rights)),
  '/resume': toNodeHandler(createResumeHandler(pusher, log, rights)),
};

/** An order as an application answers with it: 2 kB. */
const versions = new Map<string, number>();
const padding = 'x'.repeat(2_000);
const read = (channel: string) => JSON.stringify({ version: versions.get(channel) ?? 0, padding });

let requests: { readonly path: string; readonly at: number }[] = [];
const sockets = new Set<Socket>();
let closed = 0;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  requests.push({ path: pathname, at: Date.now() });
  if (pathname === '/auth' || pathname === '/resume') return void handlers[pathname](request, response);
  response.setHeader('content-type', 'application/json').end(read(searchParams.get('channel') ?? ''));
});
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => {
    sockets.delete(socket);
    closed += socket.bytesRead + socket.bytesWritten;
  });
});
const bytes = () =>
  [...sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, closed);

const change = async (channel: string) => {
  const version = (versions.get(channel) ?? 0) + 1;
  const changed = { event: 'changed', data: { version } } as const;
  if (channel.startsWith('private-durable-')) {
    const name = channel as `private-durable-${string}`;
    await database.transaction((tx) => log.append(tx, { ...changed, channel: name }));
    versions.set(channel, version);
    await log.flush();
  } else {
    versions.set(channel, version);
    await pusher.trigger(channel as `private-plain-${string}`, 'changed', { version });
  }
};

let before = 0;
const commands: Record<string, (channel: string) => unknown> = {
  begin: () => {
    requests = [];
    before = bytes();
  },
  restart: async (channel) => {
    const restarted = pusherServer.restart({ downtime: 1_000 });
    // Nobody hears of it.
    await change(channel).catch(() => {});
    await restarted;
  },
  counts: () => ({ requests, bytes: bytes() - before }),
};
const obey = async (command: string, channel: string) =>
  process.send?.({ result: (await commands[command]?.(channel)) ?? null });
process.on(
  'message',
  ({ command, channel }: { command: string; channel: string }) => void obey(command, channel),
);
server.listen(0, '127.0.0.1', () => {
  process.send?.({
    host,
    port,
    key: app.key,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
