import { expect } from 'vitest';
import type { Scenarios } from './scenario.ts';
import { collect, connected, next, subscribed } from './wait.ts';

export const channelScenarios: Scenarios = {
  'assigns every connection a socket id of two numbers': async (world) => {
    const [one, two] = [world.connect(), world.connect()];
    await Promise.all([connected(one), connected(two)]);
    expect(one.connection.socket_id).toMatch(/^\d+\.\d+$/);
    expect(one.connection.socket_id).not.toBe(two.connection.socket_id);
  },

  'delivers every event to every subscriber, in order': async (world) => {
    const channels = await Promise.all(
      [world.connect(), world.connect()].map((c) => subscribed(c, 'orders')),
    );
    const seen = channels.map((channel) => collect(channel, 'n'));
    const last = channels.map((channel) => next(channel, 'end'));
    for (let n = 0; n < 20; n += 1) await world.trigger('orders', 'n', n);
    await world.trigger('orders', 'end', null);
    await Promise.all(last);
    for (const events of seen)
      expect(events.map(({ data }) => data)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  },

  'delivers one event to several channels': async (world) => {
    const client = world.connect();
    const [a, b] = [await subscribed(client, 'a'), await subscribed(client, 'b')];
    const both = Promise.all([next(a, 'e'), next(b, 'e')]);
    await world.trigger(['a', 'b'], 'e', { n: 1 });
    expect(await both).toEqual([{ n: 1 }, { n: 1 }]);
  },

  'delivers text of any alphabet unchanged': async (world) => {
    const channel = await subscribed(world.connect(), 'orders');
    const data = { text: 'Zoë, 订单 🧾\u2028', nested: { quote: '"', slash: '\\' } };
    const received = next(channel, 'e');
    await world.trigger('orders', 'e', data);
    expect(await received).toEqual(data);
  },

  'does not deliver an event to the socket it excludes': async (world) => {
    const [sender, other] = [world.connect(), world.connect()];
    const [mine, theirs] = await Promise.all([subscribed(sender, 'orders'), subscribed(other, 'orders')]);
    const seen = collect(mine, 'e', 'end');
    const both = [next(theirs, 'e'), next(mine, 'end')];
    await world.trigger('orders', 'e', 1, sender.connection.socket_id);
    await world.trigger('orders', 'end', 2);
    await Promise.all(both);
    expect(seen).toEqual([{ event: 'end', data: 2 }]);
  },

  'delivers nothing after unsubscribing': async (world) => {
    const client = world.connect();
    const [left, kept] = [await subscribed(client, 'left'), await subscribed(client, 'kept')];
    const seen = collect(left, 'e');
    client.unsubscribe('left');
    const roundTrip = subscribed(client, 'marker');
    await roundTrip;
    const end = next(kept, 'end');
    await world.trigger('left', 'e', 1);
    await world.trigger('kept', 'end', 1);
    await end;
    expect(seen).toEqual([]);
  },

  'accepts a private channel with a valid signature': async (world) => {
    const channel = await subscribed(world.connect(), 'private-orders');
    const received = next(channel, 'e');
    await world.trigger('private-orders', 'e', 1);
    expect(await received).toBe(1);
  },

  'refuses a forged signature and keeps the connection open': async (world) => {
    const client = world.connect({ forged: true });
    const channel = client.subscribe('private-orders');
    await Promise.any([next(channel, 'pusher:subscription_error'), next(client.connection, 'error')]);
    expect(channel.subscribed).toBe(false);
    await subscribed(client, 'public');
    expect(client.connection.state).toBe('connected');
  },

  'names the channel in a refusal': async (world) => {
    const channel = world.connect({ forged: true }).subscribe('private-orders');
    expect(await next(channel, 'pusher:subscription_error')).toMatchObject({
      type: 'AuthError',
      status: 401,
    });
  },

  'delivers an encrypted event that only subscribers can read': async (world) => {
    const channel = await subscribed(world.connect(), 'private-encrypted-vault');
    const received = next(channel, 'e');
    await world.trigger('private-encrypted-vault', 'e', { secret: 1 });
    expect(await received).toEqual({ secret: 1 });
  },

  'replays the last event of a cache channel to a late subscriber': async (world) => {
    const early = world.connect().subscribe('cache-state');
    await next(early, 'pusher:cache_miss');
    const received = next(early, 'state');
    await world.trigger('cache-state', 'state', { n: 1 });
    await received;
    const late = world.connect().subscribe('cache-state');
    const order = collect(late, 'pusher:subscription_succeeded', 'state');
    expect(await next(late, 'state')).toEqual({ n: 1 });
    expect(order.map(({ event }) => event)).toEqual(['pusher:subscription_succeeded', 'state']);
  },

  'sends subscribers the subscription count': async (world) => {
    const first = await subscribed(world.connect(), 'orders');
    const counts = collect(first, 'pusher:subscription_count');
    await subscribed(world.connect(), 'orders');
    await expect.poll(() => counts.at(-1)?.data).toEqual({ subscription_count: 2 });
  },

  'ignores or refuses unknown frames and keeps the connection open': async (world) => {
    const client = world.connect();
    await connected(client);
    client.send_event('pusher:nonsense', { deep: [1] });
    client.send_event('nonsense', 'x', 'nowhere');
    client.send_event('pusher:unsubscribe', { channel: 'never-held' });
    const channel = await subscribed(client, 'orders');
    const received = next(channel, 'e');
    await world.trigger('orders', 'e', 1);
    expect(await received).toBe(1);
  },

  'resubscribes to the same channels after a reconnect': async (world) => {
    const client = world.connect();
    const channel = await subscribed(client, 'private-orders');
    const before = client.connection.socket_id;
    const again = next(channel, 'pusher:subscription_succeeded');
    world.drop(4200);
    await again;
    expect(client.connection.socket_id).not.toBe(before);
    const received = next(channel, 'e');
    await world.trigger('private-orders', 'e', 1);
    expect(await received).toBe(1);
  },

  'does not see a client reconnect after closing it with 4009': async (world) => {
    const client = world.connect();
    await connected(client);
    const gone = next(client.connection, 'disconnected');
    world.drop(4009);
    await gone;
    expect(client.connection.state).toBe('disconnected');
  },
};
