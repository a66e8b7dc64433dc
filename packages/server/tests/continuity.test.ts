import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channel, createRealtimeClient, defineChannels, event } from '@channelkit/core';
import { webSocketTransport } from '@channelkit/core/websocket';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import Pusher from 'pusher-js';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import {
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  type EventLog,
  PusherService,
  toNodeHandler,
} from '../src/index.ts';
import { createMemoryDatabase, type MemoryTransaction } from '../src/testing/index.ts';
import { config, credentials, silent } from './fixtures.ts';

const durable = channel({ durable: true, events: { done: event<{ job: number }>() } });
const channels = defineChannels({ 'private-jobs': durable, 'private-encrypted-jobs': durable });
const names = ['private-jobs', 'private-encrypted-jobs'] as const;
const { appId: id, key, secret } = credentials;

let devServer: DevServer;
let endpoint: Server;
let origin: string;
const { port, transaction } = createMemoryDatabase();
let log: EventLog<typeof channels.definitions, MemoryTransaction>;

beforeAll(async () => {
  devServer = await startDevServer({ port: 0, apps: [{ id, key, secret }] });
  const at = { ...config, host: devServer.host, port: devServer.port, tls: false };
  const pusher = new PusherService(at, { channels, ...silent });
  log = createEventLog(pusher, port);
  const rights = {
    authenticate: () => 'ada',
    authorize: { 'private-jobs': () => true, 'private-encrypted-jobs': () => true },
  };
  const auth = toNodeHandler(createAuthHandler(pusher, rights));
  const resume = toNodeHandler(createResumeHandler(pusher, log, rights));
  endpoint = createServer(
    (request, response) => void (request.url === '/auth' ? auth : resume)(request, response),
  );
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await devServer.stop();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const finish = async (job: number, socketId?: string) => {
  const told = { event: 'done', data: { job }, socketId } as const;
  await transaction((tx) => log.append(tx, { ...told, channel: names[0] }, { ...told, channel: names[1] }));
  await log.flush();
};

it('a client that knows nothing of positions gets them, and what it missed by asking', async () => {
  const client = new Pusher(key, {
    cluster: 'mt1',
    wsHost: devServer.host,
    wsPort: devServer.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: `${origin}/auth`, transport: 'ajax' },
  });
  onTestFinished(() => client.disconnect());
  const heard: { name: string; job: number; position: string; skipped?: number[][] }[] = [];
  for (const name of names)
    client.subscribe(name).bind('done', (data: { job: number; $continuity: { position: string } }) => {
      heard.push({ name, job: data.job, ...data.$continuity });
    });
  const limit = { timeout: 10_000 };
  const areLive = () => names.every((name) => client.channel(name).subscribed);
  await vi.waitFor(() => expect(areLive()).toBe(true), limit);
  await finish(1);
  await finish(2, client.connection.socket_id);
  await finish(3);
  await vi.waitFor(() => expect(heard).toHaveLength(4), limit);
  expect(heard.map(({ name, job }) => `${name} ${job}`).toSorted()).toEqual(
    names.flatMap((name) => [`${name} 1`, `${name} 3`]).toSorted(),
  );
  for (const { job, position, skipped } of heard) {
    expect(position.endsWith(`:${job}`)).toBe(true);
    expect(skipped?.map(([serial]) => serial)).toEqual(job === 3 ? [2] : undefined);
  }

  const socketId = client.connection.socket_id;
  client.disconnect();
  await finish(4);
  const last = Object.fromEntries(heard.map(({ name, position }) => [name, position]));
  const answer = await fetch(`${origin}/resume`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ socket_id: socketId, channels: last }),
  });
  const { channels: verdicts } = (await answer.json()) as { channels: Record<string, { events: object[] }> };
  for (const name of names)
    expect(verdicts[name]?.events).toMatchObject([{ event: 'done', data: { job: 4 } }]);
});

it('the client of this project gets each event once and in order across a restart, with two requests (17, 19)', async () => {
  const requests: string[] = [];
  endpoint.on('request', ({ url }: { url?: string }) => requests.push(url ?? ''));
  const at = { key, host: devServer.host, port: devServer.port, tls: false };
  const client = createRealtimeClient({
    ...at,
    channels,
    auth: { endpoint: `${origin}/auth` },
    resume: { endpoint: `${origin}/resume` },
    transport: webSocketTransport(),
    grace: 0,
  });
  onTestFinished(() => client.disconnect());
  const heard: string[] = [];
  const gaps = vi.fn();
  const leases = names.map((name) => {
    const lease = client.acquire(name);
    lease.on('done', ({ job }, { replayed }) => heard.push(`${name} ${job}${replayed ? ' late' : ''}`));
    lease.onGap(gaps);
    return lease;
  });
  const limit = { timeout: 10_000 };
  const areLive = () => leases.every((lease) => lease.status.getSnapshot().isLive);
  await vi.waitFor(() => expect(areLive()).toBe(true), limit);
  await finish(5);
  await vi.waitFor(() => expect(heard).toHaveLength(2), limit);
  requests.length = 0;
  const restarted = devServer.restart({ downtime: 50 });
  await finish(6);
  await restarted;
  await vi.waitFor(() => expect(heard).toHaveLength(4), limit);
  await finish(7);
  await vi.waitFor(() => expect(heard).toHaveLength(6), limit);
  for (const name of names)
    expect(heard.filter((one) => one.startsWith(name))).toEqual([`${name} 5`, `${name} 6 late`, `${name} 7`]);
  expect(requests).toEqual(['/auth', '/resume']);
  expect(gaps).not.toHaveBeenCalled();
});
