import { expect } from 'vitest';
import type { ConformanceClient } from '../drivers/driver.ts';
import { Unsupported } from '../drivers/driver.ts';
import type { Scenarios } from './scenario.ts';
import { connected, next, subscribed } from './wait.ts';

/** The client's user, and a promise of its sign-in. */
async function signedIn(client: ConformanceClient): Promise<NonNullable<ConformanceClient['user']>> {
  const { user } = client;
  if (!user || !client.signin) throw new Unsupported('This client cannot sign in');
  await connected(client);
  const success = next(client.connection, 'message');
  client.signin();
  await success;
  return user;
}

export const userScenarios: Scenarios = {
  'sends a user’s events to the signed-in user': async (world) => {
    const user = await signedIn(world.connect({ user: { id: 'ada' } }));
    const received = next(user, 'greeting');
    // pusher-js subscribes to the user's channel by itself after the sign-in.
    await expect
      .poll(async () => (await (await world.http().get({ path: '/channels' })).json()).channels)
      .toHaveProperty('#server-to-user-ada');
    await world.http().sendToUser('ada', 'greeting', { text: 'hello' });
    expect(await received).toEqual({ text: 'hello' });
  },

  'sends a user’s events to nobody else': async (world) => {
    const client = world.connect({ user: { id: 'eve' } });
    await connected(client);
    client.send_event('pusher:subscribe', { channel: '#server-to-user-ada', auth: '' });
    await subscribed(client, 'marker');
    const { channels } = await (await world.http().get({ path: '/channels' })).json();
    expect(channels).not.toHaveProperty('#server-to-user-ada');
  },

  'sends a user the online status of the watchlist': async (world) => {
    const ada = world.connect({ user: { id: 'ada', watchlist: ['bob'] } });
    const user = await signedIn(ada);
    const online = next(user.watchlist, 'online');
    const bob = world.connect({ user: { id: 'bob' } });
    await signedIn(bob);
    expect(await online).toMatchObject({ user_ids: ['bob'] });
    const offline = next(user.watchlist, 'offline');
    bob.disconnect();
    expect(await offline).toMatchObject({ user_ids: ['bob'] });
  },

  'terminates all connections of a user for good': async (world) => {
    const client = world.connect({ user: { id: 'ada' } });
    const other = world.connect({ user: { id: 'bob' } });
    await signedIn(client);
    await signedIn(other);
    const gone = next(client.connection, 'disconnected');
    await world.http().terminateUserConnections('ada');
    await gone;
    expect(other.connection.state).toBe('connected');
  },
};
