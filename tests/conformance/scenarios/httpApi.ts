import { expect } from 'vitest';
import type { World } from '../drivers/driver.ts';
import type { Scenarios } from './scenario.ts';
import { collect, next, subscribed } from './wait.ts';

async function read(world: World, path: string, params: Record<string, string> = {}): Promise<unknown> {
  return (await world.http().get({ path, params })).json();
}

const event = (fields: object) => JSON.stringify({ name: 'e', channels: ['orders'], data: '1', ...fields });

export const httpScenarios: Scenarios = {
  'lists the occupied channels, by prefix too': async (world) => {
    const client = world.connect({ user: { id: 'ada' } });
    await subscribed(client, 'orders');
    await subscribed(client, 'presence-room');
    expect(Object.keys(((await read(world, '/channels')) as { channels: object }).channels).sort()).toEqual([
      'orders',
      'presence-room',
    ]);
    const params = { filter_by_prefix: 'presence-' };
    expect(Object.keys(((await read(world, '/channels', params)) as { channels: object }).channels)).toEqual([
      'presence-room',
    ]);
  },

  'counts the users of the listed presence channels': async (world) => {
    await subscribed(world.connect({ user: { id: 'ada' } }), 'presence-room');
    expect(
      await read(world, '/channels', { filter_by_prefix: 'presence-', info: 'user_count' }),
    ).toMatchObject({
      channels: { 'presence-room': { user_count: 1 } },
    });
  },

  'says whether a channel is occupied': async (world) => {
    await subscribed(world.connect(), 'orders');
    expect(await read(world, '/channels/orders')).toMatchObject({ occupied: true });
    expect(await read(world, '/channels/empty')).toMatchObject({ occupied: false });
  },

  'counts the subscriptions of a channel': async (world) => {
    await subscribed(world.connect(), 'orders');
    await subscribed(world.connect(), 'orders');
    expect(await read(world, '/channels/orders', { info: 'subscription_count' })).toMatchObject({
      subscription_count: 2,
    });
  },

  'lists the users of a presence channel, each once': async (world) => {
    await subscribed(world.connect({ user: { id: 'ada' } }), 'presence-room');
    await subscribed(world.connect({ user: { id: 'ada' } }), 'presence-room');
    expect(await read(world, '/channels/presence-room/users')).toEqual({ users: [{ id: 'ada' }] });
  },

  'returns the cached event of a cache channel': async (world) => {
    await world.trigger('cache-state', 'state', { n: 1 });
    expect(await read(world, '/channels/cache-state', { info: 'cache' })).toMatchObject({
      cache: { data: '{"n":1}', ttl: expect.any(Number) },
    });
  },

  'answers a trigger with the requested attributes': async (world) => {
    await subscribed(world.connect(), 'orders');
    const answer = await world.http().trigger('orders', 'e', 1, { info: 'subscription_count' });
    expect(await answer.json()).toEqual({ channels: { orders: { subscription_count: 1 } } });
  },

  'sends a batch, excluding the socket of each event': async (world) => {
    const client = world.connect();
    const channel = await subscribed(client, 'orders');
    const seen = collect(channel, 'a', 'b', 'c');
    const last = next(channel, 'c');
    await world.http().triggerBatch([
      { channel: 'orders', name: 'a', data: 1 },
      { channel: 'orders', name: 'b', data: 2, socket_id: client.connection.socket_id },
      { channel: 'orders', name: 'c', data: 3 },
    ]);
    await last;
    expect(seen.map(({ event: name }) => name)).toEqual(['a', 'c']);
  },

  'refuses data over 10 kB with 413': async (world) => {
    const data = 'x'.repeat(10_241);
    await expect(world.trigger('orders', 'e', data)).rejects.toMatchObject({ status: 413 });
  },

  'refuses malformed requests with 400': async (world) => {
    const bodies = [
      '{',
      '[]',
      event({ data: { not: 'text' } }),
      event({ channels: ['no spaces'] }),
      event({ name: '' }),
    ];
    for (const body of bodies) expect(await world.post('/events', body)).toMatchObject({ status: 400 });
  },

  'refuses reserved event names': async (world) => {
    const body = event({ name: 'pusher_internal:member_added' });
    expect(await world.post('/events', body)).toMatchObject({ status: 400 });
  },

  'refuses more than 10 events in a batch and more than 100 channels in a trigger': async (world) => {
    const batch = JSON.stringify({ batch: Array(11).fill({ channel: 'orders', name: 'e', data: '1' }) });
    expect(await world.post('/batch_events', batch)).toMatchObject({ status: 400 });
    const channels = Array.from({ length: 101 }, (_, n) => `c${n}`);
    expect(await world.post('/events', event({ channels }))).toMatchObject({ status: 400 });
  },

  'answers an unknown path with 404': async (world) => {
    expect(await world.post('/no_such_thing', '{}')).toMatchObject({ status: 404 });
  },
};
