import { expect } from 'vitest';
import type { Scenarios } from './scenario.ts';
import { collect, next, subscribed } from './wait.ts';

const ada = { id: 'ada', user_info: { name: 'Ada' } };
const bob = { id: 'bob', user_info: { name: 'Bob' } };

export const presenceScenarios: Scenarios = {
  'sends a new member all members, itself included': async (world) => {
    await subscribed(world.connect({ user: ada }), 'presence-room');
    const channel = await subscribed(world.connect({ user: bob }), 'presence-room');
    expect(channel.members?.count).toBe(2);
    expect(channel.members?.members).toEqual({ ada: { name: 'Ada' }, bob: { name: 'Bob' } });
  },

  'passes the members to the subscription handler': async (world) => {
    const channel = world.connect({ user: ada }).subscribe('presence-room');
    expect(await next(channel, 'pusher:subscription_succeeded')).toMatchObject({ count: 1, myID: 'ada' });
  },

  'announces joining and leaving members to the others': async (world) => {
    const room = await subscribed(world.connect({ user: ada }), 'presence-room');
    const added = next(room, 'pusher:member_added');
    const second = world.connect({ user: bob });
    await subscribed(second, 'presence-room');
    expect(await added).toEqual({ id: 'bob', info: { name: 'Bob' } });
    const removed = next(room, 'pusher:member_removed');
    second.disconnect();
    expect(await removed).toMatchObject({ id: 'bob' });
    expect(room.members?.count).toBe(1);
  },

  'announces a removed member with its user_info': async (world) => {
    const room = await subscribed(world.connect({ user: ada }), 'presence-room');
    const second = world.connect({ user: bob });
    await subscribed(second, 'presence-room');
    const removed = next(room, 'pusher:member_removed');
    second.unsubscribe('presence-room');
    expect(await removed).toEqual({ id: 'bob', info: { name: 'Bob' } });
  },

  'counts a user with several sockets once': async (world) => {
    const room = await subscribed(world.connect({ user: ada }), 'presence-room');
    const seen = collect(room, 'pusher:member_added', 'pusher:member_removed');
    const [first, second] = [world.connect({ user: bob }), world.connect({ user: bob })];
    await subscribed(first, 'presence-room');
    await subscribed(second, 'presence-room');
    first.disconnect();
    // Carol's coming is the marker: whatever came before it is in.
    const marker = world.connect({ user: { id: 'carol' } });
    await subscribed(marker, 'presence-room');
    second.disconnect();
    await expect
      .poll(() => seen.map(({ event, data }) => [event, (data as { id: string }).id]))
      .toEqual([
        ['pusher:member_added', 'bob'],
        ['pusher:member_added', 'carol'],
        ['pusher:member_removed', 'bob'],
      ]);
  },

  "does not announce a client's own joining to itself": async (world) => {
    const channel = world.connect({ user: ada }).subscribe('presence-room');
    const seen = collect(channel, 'pusher:member_added');
    await next(channel, 'pusher:subscription_succeeded');
    const added = next(channel, 'pusher:member_added');
    await subscribed(world.connect({ user: bob }), 'presence-room');
    await added;
    expect(seen.map(({ data }) => (data as { id: string }).id)).toEqual(['bob']);
  },

  'passes a client event to the others, with the sender’s user id': async (world) => {
    const [sender, other] = [world.connect({ user: ada }), world.connect({ user: bob })];
    const mine = await subscribed(sender, 'presence-room');
    const theirs = await subscribed(other, 'presence-room');
    const echoes = collect(mine, 'client-typing');
    const received = new Promise((resolve) =>
      theirs.bind('client-typing', (data, metadata) => resolve([data, metadata])),
    );
    mine.trigger('client-typing', { typing: true });
    expect(await received).toEqual([{ typing: true }, { user_id: 'ada' }]);
    const end = next(mine, 'end');
    await world.trigger('presence-room', 'end', 1);
    await end;
    expect(echoes).toEqual([]);
  },

  'passes client events on private channels': async (world) => {
    const [sender, other] = [world.connect(), world.connect()];
    const mine = await subscribed(sender, 'private-room');
    const received = next(await subscribed(other, 'private-room'), 'client-e');
    mine.trigger('client-e', [1, 'two']);
    expect(await received).toEqual([1, 'two']);
  },

  'passes no client event on a public channel': async (world) => {
    const [sender, other] = [world.connect(), world.connect()];
    const mine = await subscribed(sender, 'room');
    const theirs = await subscribed(other, 'room');
    const seen = collect(theirs, 'client-e');
    mine.trigger('client-e', 1);
    await subscribed(sender, 'marker');
    const end = next(theirs, 'end');
    await world.trigger('room', 'end', 1);
    await end;
    expect(seen).toEqual([]);
  },
};
