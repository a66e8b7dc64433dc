import type { PresenceChannel } from 'pusher-js';
import { expect, it } from 'vitest';
import { type Authorize, connected, next, setStage, subscribesOf } from '../pusher-js/stage.ts';

// pusher-js's channels, which only `transport/sharedInstance.ts` uses: on an instance that the application made.

it.each([
  ['never answered', () => {}],
  ['refused', (fail: () => void) => fail()],
])(
  'resubscribes a channel that was unsubscribed during its authorization, which is %s, when the socket drops: a ghost',
  async (_, answer) => {
    const { server, sign, connect } = await setStage();
    const asked: (() => void)[] = [];
    const authorize: Authorize = (request, callback) => {
      if (asked.length > 0) sign(request, callback);
      asked.push(() => callback(new Error('no'), null));
    };
    const client = connect({ authorize });
    await connected(client);
    const channel = client.subscribe('private-ghost');
    client.unsubscribe('private-ghost');
    expect(channel.subscriptionCancelled).toBe(true);
    answer(asked[0] as () => void);
    const revived = next(channel, 'pusher:subscription_succeeded');
    server.drop();
    await revived;
    expect(channel.subscribed).toBe(true);
    expect(server.subscriptions()).toMatchObject([{ channel: 'private-ghost' }]);
  },
);

it('stays pending after a refusal by the server, and a second subscribe() sends nothing until a reconnect', async () => {
  const { server, connect } = await setStage();
  server.rejectAuth({ channel: 'private-orders', times: 1 });
  const client = connect();
  const channel = client.subscribe('private-orders');
  await next(channel, 'pusher:subscription_error');
  expect(channel.subscriptionPending).toBe(true);
  client.subscribe('private-orders');
  await next(client.subscribe('marker'), 'pusher:subscription_succeeded');
  expect(subscribesOf(server, 'private-orders')).toBe(1);
  const healed = next(channel, 'pusher:subscription_succeeded');
  server.drop();
  await healed;
});

it('does not call a handler that is bound after the success', async () => {
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

it('returns a new object after unsubscribe and subscribe; handlers on the old one are dead', async () => {
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

it('crashes on channel names that are properties of every object', async () => {
  const { connect } = await setStage();
  const client = connect();
  await connected(client);
  expect(() => client.subscribe('constructor')).toThrow('is not a function');
});

it('changes the members of a presence channel in place and empties them without an event', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  const channel = client.subscribe('presence-room') as PresenceChannel;
  const members = await next<{ count: number }>(channel, 'pusher:subscription_succeeded');
  expect(members.count).toBe(1);
  let removed = 0;
  channel.bind('pusher:member_removed', () => {
    removed += 1;
  });
  const again = next(channel, 'pusher:subscription_succeeded');
  const { members: hash } = channel.members;
  connect().subscribe('presence-room');
  await next(channel, 'pusher:member_added');
  expect(channel.members.members).toBe(hash);
  expect(Object.keys(hash)).toHaveLength(2);
  server.drop();
  await next(client.connection, 'connecting');
  expect(members.count).toBe(0);
  expect(removed).toBe(0);
  expect(await again).toBe(members);
});
