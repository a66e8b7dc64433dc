import { expect, it } from 'vitest';
import { type Authorize, connected, next, setStage, subscribesOf } from '../pusher-js/stage.ts';

// pusher-js 8.6 as it is: each title is a fact that the core defends against or builds on. A failure after an upgrade
// of pusher-js means that the defence should be looked at again.

it('revives a channel that was unsubscribed while pending when the socket drops: a ghost subscription', async () => {
  const { server, connect } = await setStage();
  const client = connect({ authorize: () => {} });
  await connected(client);
  const channel = client.subscribe('private-ghost');
  client.unsubscribe('private-ghost');
  expect(channel.subscriptionCancelled).toBe(true);
  server.drop();
  await next(client.connection, 'connected');
  expect(client.channel('private-ghost')).toBe(channel);
  expect(channel.subscriptionPending).toBe(true);
  expect(channel.subscriptionCancelled).toBe(false);
});

it('sends an auth answer for an old socket on the new one, where it is refused', async () => {
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

it('does not try a failed authorisation again while the connection lives', async () => {
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

it('asks for a new key with every event that it cannot decrypt, and drops the event', async () => {
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

it('stays pending after the server has refused, and a second subscribe() sends nothing', async () => {
  const { server, connect } = await setStage();
  server.rejectAuth({ channel: 'private-orders' });
  const client = connect();
  const channel = client.subscribe('private-orders');
  await next(channel, 'pusher:subscription_error');
  expect(channel.subscriptionPending).toBe(true);
  client.subscribe('private-orders');
  await next(client.subscribe('marker'), 'pusher:subscription_succeeded');
  expect(subscribesOf(server, 'private-orders')).toBe(1);
});

it('asks for authorisation once per channel, and for all of them again after a reconnect', async () => {
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

it('does not tell a handler that is bound after the success', async () => {
  const { connect } = await setStage();
  const channel = connect().subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  let late = 0;
  channel.bind('pusher:subscription_succeeded', () => {
    late += 1;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(late).toBe(0);
  expect(channel.subscribed).toBe(true);
});

it('gives a new object after unsubscribe and subscribe; handlers on the old one are dead', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  const old = client.subscribe('orders');
  await next(old, 'pusher:subscription_succeeded');
  let heard = 0;
  old.bind('e', () => {
    heard += 1;
  });
  client.unsubscribe('orders');
  const fresh = client.subscribe('orders');
  expect(fresh).not.toBe(old);
  await next(fresh, 'pusher:subscription_succeeded');
  const received = next(fresh, 'e');
  server.trigger('orders', 'e', 1);
  await received;
  expect(heard).toBe(0);
});

it('gives another object for subscribe, unsubscribe, subscribe before it is connected', async () => {
  const { connect } = await setStage();
  const client = connect();
  const first = client.subscribe('orders');
  client.unsubscribe('orders');
  expect(client.subscribe('orders')).not.toBe(first);
});

it('crashes on channel names that are properties of every object', async () => {
  const { connect } = await setStage();
  const client = connect();
  await connected(client);
  expect(() => client.subscribe('constructor')).toThrow('is not a function');
});

it('changes the members of a presence channel in place and empties them without an event', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  const channel = client.subscribe('presence-room');
  const members = await next<{ count: number }>(channel, 'pusher:subscription_succeeded');
  expect(members.count).toBe(1);
  let told = 0;
  channel.bind('pusher:member_removed', () => {
    told += 1;
  });
  const again = next(channel, 'pusher:subscription_succeeded');
  server.drop();
  await next(client.connection, 'connecting');
  expect(members.count).toBe(0);
  expect(told).toBe(0);
  expect(await again).toBe(members);
});
