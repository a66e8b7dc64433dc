import { PusherService } from '@channelkit/server';
import { expect, it, vi } from 'vitest';
import { gapsOf, live, sent, setStage, sign, subscribers, until } from './support/stage.ts';

it('connects, authorizes a private channel once and receives events (1, 3)', async () => {
  const { client, server, asked } = await setStage();
  const lease = client.acquire('private-orders');
  const seen: unknown[] = [];
  lease.on('order.updated', (data) => seen.push(data));
  await live(lease);
  lease.release();
  const again = client.acquire('private-orders');
  again.on('order.updated', (data) => seen.push(data));
  server.trigger('private-orders', 'order.updated', { id: 1 });
  await until(() => seen.length === 1);
  expect(seen).toEqual([{ id: 1 }]);
  expect(asked).toEqual(['private-orders']);
  expect(sent(server)).toEqual(['pusher:subscribe private-orders']);
  expect(server.connections()).toHaveLength(1);
});

it('unsubscribes after the grace and closes the socket with the last channel (2, 15)', async () => {
  const { client, server } = await setStage({ grace: 0 });
  const a = client.acquire('a');
  const b = client.acquire('private-b');
  await Promise.all([live(a), live(b)]);
  b.release();
  await until(() => subscribers(server, 'private-b') === 0);
  expect(subscribers(server, 'a')).toBe(1);
  a.release();
  await until(() => server.connections().length === 0);
});

it('goes live when it subscribes again immediately after an unsubscribe (2)', async () => {
  const { client, server } = await setStage({ grace: 0 });
  const keep = client.acquire('keep');
  await live(keep);
  for (let n = 0; n < 5; n += 1) {
    client.acquire('orders').release();
    client.acquire('private-orders').release();
  }
  const lease = client.acquire('orders');
  const guarded = client.acquire('private-orders');
  await Promise.all([live(lease), live(guarded)]);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  guarded.on('a', (data) => seen.push(data));
  server.trigger('orders', 'a', 1);
  server.trigger('private-orders', 'a', 2);
  await until(() => seen.length === 2);
  expect(subscribers(server, 'orders')).toBe(1);
});

it('does not resubscribe a channel released during authorization when the socket drops (2)', async () => {
  let answer = () => {};
  const stage = await setStage({ grace: 0 });
  const { client, server, service } = stage;
  client.configure({
    auth: {
      authorize: async (request) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return sign(service, request);
      },
    },
  });
  const keep = client.acquire('keep');
  await live(keep);
  client.acquire('private-ghost').release();
  server.destroy();
  await until(() => !keep.status.getSnapshot().isLive);
  await live(keep);
  answer();
  server.trigger('keep', 'a', 1);
  await vi.waitFor(() => expect(client.inspect().counters.message).toBe(1), { timeout: 10_000 });
  expect(subscribers(server, 'private-ghost')).toBe(0);
  expect(sent(server, 'pusher:subscribe')).not.toContain('pusher:subscribe private-ghost');
});

it('does not resubscribe a channel released before the answer when the socket drops (2)', async () => {
  const { client, server } = await setStage({ grace: 0 });
  const keep = client.acquire('keep');
  await live(keep);
  const late = server.lose({ channel: 'ghost' });
  client.acquire('ghost').release();
  await until(() => sent(server).includes('pusher:unsubscribe ghost'));
  server.destroy();
  late.end();
  await until(() => !keep.status.getSnapshot().isLive);
  await live(keep);
  expect(subscribers(server, 'ghost')).toBe(0);
});

it('never sends an authorization for the old socket on a new one (11)', async () => {
  const answers: (() => void)[] = [];
  const stage = await setStage();
  const { client, server, service } = stage;
  client.configure({
    auth: {
      authorize: async (request) => {
        const isFirst = answers.length === 0;
        await new Promise<void>((resolve) => {
          answers.push(resolve);
          if (!isFirst) resolve();
        });
        return sign(service, request);
      },
    },
  });
  const lease = client.acquire('private-orders');
  await until(() => answers.length === 1);
  server.destroy();
  await live(lease);
  answers[0]?.();
  await lease.trigger('client-x', 1);
  await until(() => sent(server).includes('client-x private-orders'));
  expect(sent(server, 'pusher:subscribe')).toHaveLength(1);
});

it('retries a refused subscription without reconnecting (11)', async () => {
  const { client, server, asked } = await setStage();
  server.rejectAuth({ times: 1, status: 401 });
  const lease = client.acquire('private-orders');
  await until(() => lease.status.getSnapshot().status === 'retrying');
  expect(lease.status.getSnapshot().error?.code).toBe('CK303');
  await live(lease);
  expect(asked).toEqual(['private-orders', 'private-orders']);
  expect(server.counters().connections).toBe(1);
});

it("handles the hosted service's refusal, which names no channel (11)", async () => {
  const { client, server, service } = await setStage({ server: { strict: true } });
  let isFirst = true;
  client.configure({
    auth: {
      authorize: async (request) => {
        const data = await sign(service, request);
        const wrong = { ...data, auth: data.auth.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
        const given = isFirst ? wrong : data;
        isFirst = false;
        return given;
      },
    },
  });
  const lease = client.acquire('private-orders');
  await until(() => lease.status.getSnapshot().status === 'retrying');
  expect(lease.status.getSnapshot().error?.code).toBe('CK303');
  await live(lease);
  expect(server.connections()).toHaveLength(1);
});

it('removes a malformed frame before pusher-js throws on it (12)', async () => {
  const { client, server } = await setStage();
  const lease = client.acquire('presence-room');
  await live(lease);
  const gaps = gapsOf(lease);
  const frames = [
    '{"event":',
    'null',
    '{"event":5}',
    '{"event":"a","channel":"constructor"}',
    '{"event":"pusher_internal:member_added","channel":"presence-room","data":"null"}',
    '{"event":"pusher_internal:subscription_succeeded","channel":"presence-room","data":"{}"}',
    '{"event":"pusher_internal:watchlist_events","data":"{}"}',
    '{"event":"pusher:signin_success","data":"{}"}',
  ];
  for (const frame of frames) server.malformed({ frame });
  await until(() => client.inspect().counters.invalid === frames.length);
  expect(gaps.length).toBeGreaterThan(0);
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  server.trigger('presence-room', 'a', 1);
  await until(() => seen.length === 1);
  expect(lease.members.getSnapshot()).toMatchObject({ count: 1, me: { id: 'me', info: { name: 'Me' } } });
});

it('decrypts with the real cipher and counts events that it cannot decrypt (12)', async () => {
  const { client, server, service } = await setStage();
  const lease = client.acquire('private-encrypted-x');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  await live(lease);
  const result = await service.trigger('private-encrypted-x', 'a', { secret: 7 });
  expect(result.ok).toBe(true);
  await until(() => seen.length === 1);
  expect(seen).toEqual([{ secret: 7 }]);
  const frame = (data: unknown) =>
    JSON.stringify({ event: 'a', channel: 'private-encrypted-x', data: JSON.stringify(data) });
  server.malformed({ frame: frame({ nonce: 'A'.repeat(36), ciphertext: 'A'.repeat(24) }) });
  server.malformed({ frame: frame({ nonce: 'x', ciphertext: '?' }) });
  await until(() => client.inspect().counters.invalid === 2);
  await service.trigger('private-encrypted-x', 'a', { secret: 8 });
  await until(() => seen.length === 2);
});

it('requests a new key once for any number of waiting events, and keeps their order (3, 4)', async () => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { client, server, service, options } = await setStage();
  const lease = client.acquire('private-encrypted-x');
  const seen: unknown[] = [];
  lease.on('a', (data) => seen.push(data));
  await live(lease);
  const rekeyed = new PusherService({
    ...{ appId: 'app', key: 'app-key', secret: 'app-secret', tls: false },
    ...{ host: server.host, port: server.port, encryptionMasterKey: btoa('n'.repeat(32)) },
  });
  let asked = 0;
  const authorize = async (request: { channelName: string; socketId: string }) => {
    asked += 1;
    await held;
    return sign(rekeyed, request);
  };
  client.configure({ ...options, auth: { authorize } });
  for (const n of [1, 2, 3]) await rekeyed.trigger('private-encrypted-x', 'a', n);
  await service.trigger('private-encrypted-x', 'a', 'with the old key');
  await until(() => asked === 1);
  answer();
  await until(() => seen.length === 4);
  expect(seen).toEqual([1, 2, 3, 'with the old key']);
  expect(asked).toBe(1);
});

it('reads the frames after a handler that throws, which pusher-js in Node would not (4)', async () => {
  const errors: string[] = [];
  const { client, server } = await setStage({ onError: ({ code }) => errors.push(code) });
  const lease = client.acquire('orders');
  await live(lease);
  const seen: unknown[] = [];
  lease.on('a', () => {
    throw new Error('mine');
  });
  lease.on('a', (data) => seen.push(data));
  server.trigger('orders', 'a', 1);
  server.trigger('orders', 'a', 2);
  await until(() => seen.length === 2);
  expect(errors).toEqual(['CK210', 'CK210']);
});

it('delivers cache misses, cached events and client events between two clients', async () => {
  const { client, server, options } = await setStage();
  const { createRealtimeClient } = await import('@channelkit/core');
  const second = createRealtimeClient(options);
  const lease = client.acquire('private-cache-x');
  const misses: string[] = [];
  lease.onCacheMiss(() => misses.push('miss'));
  await live(lease);
  await until(() => misses.length === 1);
  server.trigger('private-cache-x', 'price', { eur: 1 });
  await until(() => lease.lastMessage !== null);
  const other = second.acquire('private-cache-x');
  await until(() => other.lastMessage !== null);
  expect(other.lastMessage).toMatchObject({ event: 'price', data: { eur: 1 } });
  const heard: unknown[] = [];
  other.on('client-x', (data) => heard.push(data));
  await lease.trigger('client-x', { n: 1 });
  await until(() => heard.length === 1);
  second.dispose();
});

it('signs in, delivers user events and the watchlist, and opens a new socket for another user', async () => {
  const { client, server, service } = await setStage();
  let id = 'anna';
  client.configure({
    userAuth: {
      authenticate: async ({ socketId }) => {
        const result = await service.authenticateUser(socketId, { id, watchlist: ['ben'] });
        if (!result.ok) throw result.error;
        return { auth: result.auth, user_data: result.user_data };
      },
    },
  });
  const seen: unknown[] = [];
  client.user.on('notice', (data) => seen.push(data));
  client.user.onWatchlist((event) => seen.push(event));
  client.user.set('anna');
  await until(() => client.user.getSnapshot().signIn === 'signed-in');
  await until(() => subscribers(server, '#server-to-user-anna') === 1);
  server.trigger('#server-to-user-anna', 'notice', 1);
  await until(() => seen.includes(1));
  id = 'ben';
  client.user.set('ben');
  await until(() => client.user.getSnapshot().signIn === 'signed-in');
  expect(server.connections().map(({ userId }) => userId)).toEqual(['ben']);
});
