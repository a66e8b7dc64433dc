import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import Pusher from 'pusher-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createAuthHandler,
  createUserAuthHandler,
  createWebhookHandler,
  PusherService,
  toNodeHandler,
  type WebhookEvent,
} from '../src/index.ts';
import { channels, config, credentials, silent } from './fixtures.ts';

const { appId: id, key, secret } = credentials;
const told: WebhookEvent[] = [];
const open: Pusher[] = [];
let devServer: DevServer;
let endpoint: Server;
let origin: string;
let pusher: PusherService<typeof channels.definitions>;

beforeAll(async () => {
  endpoint = createServer((request, response) => void route(request.url)(request, response));
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
  devServer = await startDevServer({
    port: 0,
    apps: [{ id, key, secret, webhooks: [{ url: `${origin}/webhook` }] }],
    webhooks: { grace: 0 },
  });
  pusher = new PusherService(
    { ...config, host: devServer.host, port: devServer.port, tls: false },
    { channels, ...silent },
  );
});
afterAll(async () => {
  await devServer.stop();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});
beforeEach(() => {
  told.length = 0;
});
afterEach(() => {
  for (const client of open.splice(0)) client.disconnect();
});

/** An application's routes, served by Node's http. */
function route(path: string | undefined) {
  const keep = (event: WebhookEvent) => told.push(event);
  const authenticate = (request: Request) => request.headers.get('x-session');
  const handlers = {
    '/webhook': createWebhookHandler(pusher, {
      member_added: keep,
      member_removed: keep,
      client_event: keep,
    }),
    '/user': createUserAuthHandler(pusher, {
      authenticate: (request) => ({ id: authenticate(request) ?? '', user_info: {} }),
    }),
    '/auth': createAuthHandler(pusher, {
      authenticate,
      authorize: {
        'private-orders': ({ user }) => user === 'ada',
        'private-user.{userId}.orders': ({ user, params }) => user === params.userId,
        'private-encrypted-diary.{userId}': ({ user, params }) => user === params.userId,
        'presence-chat.{roomId}': ({ user }) => ({ user_id: user, user_info: { name: user } }),
      },
    }),
  };
  return toNodeHandler(handlers[path as keyof typeof handlers]);
}

async function connect(session: string) {
  const headers = { 'x-session': session };
  const client = new Pusher(key, {
    cluster: 'mt1',
    wsHost: devServer.host,
    wsPort: devServer.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: `${origin}/auth`, transport: 'ajax', headers },
    userAuthentication: { endpoint: `${origin}/user`, transport: 'ajax', headers },
  });
  open.push(client);
  await new Promise((resolve) => client.connection.bind('connected', resolve));
  return client;
}

/** Resolves with what the subscription ended in. */
function join(client: Pusher, name: string) {
  const channel = client.subscribe(name);
  return new Promise<'in' | number>((resolve) => {
    channel.bind('pusher:subscription_succeeded', () => resolve('in'));
    channel.bind('pusher:subscription_error', ({ status }: { status: number }) => resolve(status));
  });
}

const next = (client: Pusher, name: string, event: string) =>
  new Promise<unknown>((resolve) => client.channel(name).bind(event, resolve));

describe('with a real client and the local server', () => {
  it.each<[string, string, 'in' | number]>([
    ['ada', 'private-orders', 'in'],
    ['bob', 'private-orders', 403],
    ['', 'private-orders', 401],
    ['ada', 'private-user.ada.orders', 'in'],
    ['ada', 'private-user.bob.orders', 403],
    ['ada', 'private-encrypted-diary.ada', 'in'],
    ['bob', 'presence-chat.lobby', 'in'],
    ['ada', 'private-unknown', 403],
  ])('%s, subscribing to %s, gets %s (14)', async (session, name, outcome) => {
    expect(await join(await connect(session), name)).toBe(outcome);
  });

  it('delivers plain and encrypted events', async () => {
    const client = await connect('ada');
    await Promise.all([join(client, 'private-orders'), join(client, 'private-encrypted-diary.ada')]);
    const plain = next(client, 'private-orders', 'order.updated');
    const sealed = next(client, 'private-encrypted-diary.ada', 'entry');
    const payload = { orderId: 7, note: 'Grüße 🎉' };
    expect(await pusher.trigger('private-orders', 'order.updated', payload)).toMatchObject({ ok: true });
    expect(await pusher.trigger('private-encrypted-diary.ada', 'entry', { text: 'héllo' })).toMatchObject({
      ok: true,
    });
    expect(await plain).toEqual(payload);
    expect(await sealed).toEqual({ text: 'héllo' });
  });

  it('excludes the sender, in batches too', async () => {
    const [ada, other] = await Promise.all([connect('ada'), connect('ada')]);
    await Promise.all([join(ada, 'private-orders'), join(other, 'private-orders')]);
    const heard = vi.fn();
    ada.channel('private-orders').bind('order.created', heard);
    const marker = next(ada, 'private-orders', 'order.updated');
    const created = next(other, 'private-orders', 'order.created');
    const socketId = ada.connection.socket_id;
    const data = { orderId: 1 };
    const events = [{ channel: 'private-orders', event: 'order.created', data, socketId } as const];
    expect(await pusher.triggerBatch(events)).toMatchObject({ ok: true });
    expect(await pusher.trigger('private-orders', 'order.updated', data)).toMatchObject({ ok: true });
    await Promise.all([created, marker]);
    expect(heard).not.toHaveBeenCalled();
  });

  it('returns information about channels', async () => {
    await join(await connect('ada'), 'presence-chat.info');
    expect(await pusher.getChannelInfo('presence-chat.info', ['user_count'])).toEqual({
      ok: true,
      occupied: true,
      user_count: 1,
    });
    expect(await pusher.getChannels({ filterByPrefix: 'presence-chat.inf', info: ['user_count'] })).toEqual({
      ok: true,
      channels: { 'presence-chat.info': { user_count: 1 } },
    });
    expect(await pusher.getChannelUsers('presence-chat.info')).toEqual({ ok: true, users: [{ id: 'ada' }] });
    expect(await pusher.getChannelInfo('presence-chat.empty')).toMatchObject({ ok: true, occupied: false });
    expect(await pusher.getChannelInfo('news', ['user_count', 'cache'])).toEqual({
      ok: true,
      occupied: false,
    });
  });

  it('receives members by webhook', async () => {
    const client = await connect('ada');
    await join(client, 'presence-chat.hook');
    client.disconnect();
    const channel = 'presence-chat.hook';
    await vi.waitFor(
      () =>
        expect(told.filter((event) => event.channel === channel)).toEqual([
          { name: 'member_added', channel, user_id: 'ada' },
          { name: 'member_removed', channel, user_id: 'ada' },
        ]),
      { timeout: 10_000 },
    );
  });

  it('reaches a signed-in user, and closes the connections of an id with special characters', async () => {
    const name = 'a/d%a';
    const client = await connect(name);
    const signedIn = new Promise((resolve) => client.bind('pusher:signin_success', resolve));
    client.signin();
    await signedIn;
    const ended = new Promise((resolve) => client.connection.bind('disconnected', resolve));
    expect(await pusher.terminateUserConnections(name)).toEqual({ ok: true });
    await ended;
  });

  it('is refused with a wrong secret, and says what to check', async () => {
    const at = { ...credentials, secret: 'wrong', host: devServer.host, port: devServer.port, tls: false };
    const result = await new PusherService(at, silent).trigger('news', 'headline', {});
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'CK604', remedy: expect.stringContaining('secret') },
    });
  });
});
