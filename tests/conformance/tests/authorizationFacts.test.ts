import { expect, it } from 'vitest';
import { type Authorize, connected, next, setStage, subscribesOf } from '../pusher-js/stage.ts';

it('sends an authorization for an old socket on the new one, where it is refused', async () => {
  const { server, sign, connect } = await setStage();
  const waiting: (() => void)[] = [];
  const authorize: Authorize = (request, callback) => void waiting.push(() => sign(request, callback));
  const client = connect({ authorize });
  await connected(client);
  const channel = client.subscribe('private-stale');
  await expect.poll(() => waiting.length).toBe(1);
  server.drop();
  await expect.poll(() => waiting.length).toBe(2);
  const refused = next<{ error: string }>(channel, 'pusher:subscription_error');
  waiting[0]?.();
  expect((await refused).error).toContain('Invalid signature');
});

it('does not retry a failed authorization while the connection lasts', async () => {
  const { server, connect } = await setStage();
  let asked = 0;
  const client = connect({
    authorize: (_, callback) => {
      asked += 1;
      callback(new Error('no'), null);
    },
  });
  await connected(client);
  client.subscribe('private-orders');
  await next(client.subscribe('marker'), 'pusher:subscription_succeeded');
  expect(asked).toBe(1);
  expect(subscribesOf(server, 'private-orders')).toBe(0);
});

it('requests a new key for every event that it cannot decrypt, and drops the event', async () => {
  const { server, sign, connect } = await setStage();
  let requests = 0;
  const authorize: Authorize = (request, callback) => {
    requests += 1;
    sign(request, callback);
  };
  const client = connect({ authorize });
  const channel = client.subscribe('private-encrypted-x');
  await next(channel, 'pusher:subscription_succeeded');
  const seen: unknown[] = [];
  channel.bind('a', (data: unknown) => seen.push(data));
  const data = JSON.stringify({ nonce: 'A'.repeat(32), ciphertext: 'A'.repeat(24) });
  for (let count = 0; count < 3; count += 1)
    server.malformed({ frame: JSON.stringify({ event: 'a', channel: channel.name, data }) });
  await expect.poll(() => requests).toBe(4);
  expect(seen).toEqual([]);
});

it('emits events that needed a new key in the order of the answers, not in the order they were sent', async () => {
  const { sign, publish, connect } = await setStage();
  const waiting: (() => void)[] = [];
  const authorize: Authorize = (request, callback) =>
    sign(request, (error, data) => {
      if (waiting.push(() => callback(error, data)) > 1) return;
      callback(error, data && { ...data, shared_secret: Buffer.alloc(32).toString('base64') });
    });
  const channel = connect({ authorize }).subscribe('private-encrypted-x');
  await next(channel, 'pusher:subscription_succeeded');
  const seen: unknown[] = [];
  channel.bind('e', (data: unknown) => seen.push(data));
  for (const n of [1, 2]) {
    await publish(channel.name, 'e', n);
    await expect.poll(() => waiting.length).toBe(1 + n);
  }
  waiting[2]?.();
  waiting[1]?.();
  expect(seen).toEqual([2, 1]);
});

it('requests authorization once per channel, and again for all channels after a reconnect', async () => {
  const { server, sign, connect } = await setStage();
  let asked = 0;
  const client = connect({
    authorize: (request, callback) => {
      asked += 1;
      sign(request, callback);
    },
  });
  const names = Array.from({ length: 20 }, (_, n) => `private-${n}`);
  await Promise.all(names.map((name) => next(client.subscribe(name), 'pusher:subscription_succeeded')));
  expect(asked).toBe(20);
  server.drop();
  await expect.poll(() => asked).toBe(40);
});
