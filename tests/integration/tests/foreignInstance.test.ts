import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRealtimeClient } from '@channelkit/core';
import Pusher, { type Options } from 'pusher-js';
import { expect, it, onTestFinished } from 'vitest';
import { gapsOf, live, sent, setStage, sign, subscribers, until } from './support/stage.ts';
import { pass, stopTime } from './support/time.ts';

type ChannelAuthorizationOptions = NonNullable<Options['channelAuthorization']>;

/** A client on an instance that the application made, with its own channels and authorization. */
async function foreignStage(
  options: {
    grace?: number;
    answers?: Promise<void>[];
    auth?: ChannelAuthorizationOptions;
    refuse?: number;
  } = {},
) {
  const stage = await setStage();
  const { server, service } = stage;
  if (options.refuse) server.refuse({ code: 1011, times: options.refuse });
  const pusher = new Pusher('app-key', {
    cluster: '',
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: options.auth ?? {
      transport: 'ajax',
      endpoint: '',
      customHandler: (request, callback) => {
        const wait = options.answers?.shift() ?? Promise.resolve();
        void wait.then(() => sign(service, request)).then((data) => callback(null, data));
      },
    },
  });
  onTestFinished(() => pusher.disconnect());
  const client = createRealtimeClient({ key: 'app-key', pusher: pusher as never, grace: options.grace ?? 0 });
  onTestFinished(() => client.dispose());
  return { ...stage, pusher, client };
}

it("works on an application's instance, and leaves it open when nothing is held", async () => {
  const { server, client, pusher } = await foreignStage();
  const lease = client.acquire('private-orders');
  await live(lease);
  lease.release();
  await until(() => subscribers(server, 'private-orders') === 0);
  expect(pusher.connection.state).toBe('connected');
  expect(server.connections()).toHaveLength(1);
});

it("leaves the application's channels alone, and reads their presence list", async () => {
  const { server, client, pusher } = await foreignStage();
  const own = pusher.subscribe('presence-room');
  await until(() => own.subscribed);
  const lease = client.acquire('presence-room');
  await live(lease);
  expect(lease.members.getSnapshot()).toMatchObject({ count: 1, me: { id: 'me' }, isStale: false });
  expect(sent(server, 'pusher:subscribe')).toHaveLength(1);
  lease.release();
  const other = client.acquire('orders');
  await live(other);
  expect(subscribers(server, 'presence-room')).toBe(1);
  expect(own.subscribed).toBe(true);
});

it('knows its own member when pusher-js authorizes', async () => {
  const { client } = await foreignStage();
  const lease = client.acquire('presence-room');
  await live(lease);
  expect(lease.members.getSnapshot().me).toEqual({ id: 'me', info: { name: 'Me' } });
});

it('stays subscribed to a held channel when other code unsubscribes (2)', async () => {
  const { server, client, pusher } = await foreignStage();
  pusher.subscribe('orders');
  const lease = client.acquire('orders');
  await live(lease);
  const gaps = gapsOf(lease);
  pusher.unsubscribe('orders');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  server.trigger('orders', 'a', 1);
  await until(() => seen.length === 1);
  expect(gaps).toEqual([]);
  expect(sent(server, 'pusher:unsubscribe')).toEqual([]);
  lease.release();
  await until(() => subscribers(server, 'orders') === 0);
});

it('keeps receiving after other code unbinds everything on the channel and the instance (4)', async () => {
  const { server, client, pusher } = await foreignStage();
  const own = pusher.subscribe('orders');
  const lease = client.acquire('orders');
  await live(lease);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  own.unbind('a').unbind().unbind_global().unbind_all();
  pusher.unbind('a').unbind_global().unbind_all();
  server.trigger('orders', 'a', 1);
  await until(() => seen.length > 0);
  expect(seen).toEqual([1]);
});

it('leaves the instance as it was', async () => {
  const { client, pusher } = await foreignStage();
  const lease = client.acquire('orders');
  await live(lease);
  lease.release();
  await until(() => client.connection.getSnapshot().state === 'idle');
  expect(Object.hasOwn(pusher, 'unsubscribe')).toBe(false);
  expect(pusher.connection.global_callbacks).toEqual([]);
});

it('does not subscribe when the application authorizes after the release (2)', async () => {
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { server, client } = await foreignStage({ answers: [slow] });
  const keep = client.acquire('keep');
  await live(keep);
  client.acquire('private-ghost').release();
  answer();
  await until(() => sent(server).includes('pusher:unsubscribe private-ghost'));
  await until(() => subscribers(server, 'private-ghost') === 0);
  expect(subscribers(server, 'keep')).toBe(1);
});

it("recovers after a drop together with the application's channels", async () => {
  const { server, client, pusher } = await foreignStage();
  const own = pusher.subscribe('own');
  const lease = client.acquire('private-orders');
  await live(lease);
  await until(() => own.subscribed);
  server.destroy();
  await until(() => client.connection.getSnapshot().state === 'reconnecting');
  await live(lease);
  await until(() => subscribers(server, 'own') === 1);
  expect(server.connections()).toHaveLength(1);
});

it('closes when the application disconnects its instance, and opens again with connect()', async () => {
  const { client, pusher } = await foreignStage();
  const lease = client.acquire('orders');
  await live(lease);
  pusher.disconnect();
  await until(() => client.connection.getSnapshot().state === 'closed');
  expect(lease.status.getSnapshot().status).toBe('idle');
  client.connect();
  await live(lease);
});

it.each([
  [403, 'failed', 'CK302'],
  [500, 'retrying', 'CK301'],
] as const)('reads an authorization of pusher-js that failed with %i (11)', async (code, status, error) => {
  const endpoint = createServer((_, response) => void response.writeHead(code).end());
  await new Promise<void>((resolve) => void endpoint.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void endpoint.close());
  const { port } = endpoint.address() as AddressInfo;
  const { client } = await foreignStage({
    auth: { transport: 'ajax', endpoint: `http://127.0.0.1:${port}/auth` },
  });
  const lease = client.acquire('private-orders');
  await until(() => lease.status.getSnapshot().status === status);
  expect(lease.status.getSnapshot().error?.code).toBe(error);
});

it('handles an authorizer of the application that throws (11)', async () => {
  let fails = true;
  const stage = await foreignStage({
    auth: {
      transport: 'ajax',
      endpoint: '',
      customHandler: (request, callback) => {
        if (fails) throw new Error('mine');
        void sign(stage.service, request).then((data) => callback(null, data));
      },
    },
  });
  const { client } = stage;
  const keep = client.acquire('keep');
  await live(keep);
  const lease = client.acquire('private-orders');
  expect(lease.status.getSnapshot()).toMatchObject({ status: 'retrying', error: { code: 'CK301' } });
  fails = false;
  await live(lease);
});

it('unsubscribes its last channel again if pusher-js authorizes it after the client is idle (2)', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { server, client } = await foreignStage({ answers: [answered] });
  const lease = client.acquire('private-orders');
  await until(() => lease.status.getSnapshot().status === 'subscribing' && server.connections().length === 1);
  await until(() => client.connection.getSnapshot().state === 'connected');
  lease.release();
  expect(client.connection.getSnapshot().state).toBe('idle');
  answer();
  await until(() => sent(server, 'pusher:unsubscribe').length === 2);
  expect(sent(server, 'pusher:subscribe')).toHaveLength(1);
  expect(subscribers(server, 'private-orders')).toBe(0);
});

it('takes over an instance that is waiting for its next attempt (2)', async () => {
  stopTime();
  const { server, client, pusher } = await foreignStage({ refuse: 1 });
  const errors: unknown[] = [];
  pusher.connection.bind('error', (error: unknown) => errors.push(error));
  await pass(500, () => errors.length > 0);
  const first = client.acquire('orders');
  await pass(5_000, () => first.status.getSnapshot().isLive);
  // pusher-js says "unavailable" ten seconds after an attempt that it has lost sight of.
  await pass(12_000);
  expect(pusher.connection.state).toBe('connected');
  const second = client.acquire('private-orders');
  await pass(5_000, () => second.status.getSnapshot().isLive);
  expect(second.status.getSnapshot().isLive).toBe(true);
  expect(server.connections()).toHaveLength(1);
});
