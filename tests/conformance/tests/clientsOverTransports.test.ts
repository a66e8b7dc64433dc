import type { ChannelLease, RealtimeClient } from '@channelkit/core';
import { describe, expect, it } from 'vitest';
import { drivers } from '../transports/drivers.ts';

// One suite for whole clients, whatever their transport.

/** Resolves when the channel is live, the next time. */
const live = (client: RealtimeClient, channel: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = client.observe((event) => {
      if (event.type !== 'live' || event.channel !== channel) return;
      stop();
      resolve();
    });
  });

async function acquire(client: RealtimeClient, channel: string): Promise<ChannelLease> {
  const coming = live(client, channel);
  const lease = client.acquire(channel);
  await coming;
  return lease;
}

/** Everything that the channels receive from here on, in one list. */
function receivedBy(...leases: ChannelLease[]): unknown[] {
  const seen: unknown[] = [];
  for (const lease of leases)
    lease.on('*', (data, { event, userId }) => seen.push([event, data, ...(userId ? [userId] : [])]));
  return seen;
}

const idsOf = ({ members }: ChannelLease) => members.getSnapshot().members.map(({ id }) => id);

describe.each(drivers)('a client on $name', ({ start }) => {
  it('connects, shows the socket id and receives the events of its channels in order (4)', async () => {
    const world = await start();
    const client = world.client('ada');
    const leases = [await acquire(client, 'orders'), await acquire(client, 'private-orders')];
    expect(world.socketIds()).toContain(client.connection.getSnapshot().socketId);
    const seen = receivedBy(...leases);
    for (const n of [1, 2, 3]) for (const { channel } of leases) await world.publish(channel, channel, n);
    await expect
      .poll(() => seen)
      .toEqual([1, 2, 3].flatMap((n) => leases.map(({ channel }) => [channel, n])));
  });

  it('fails with CK203 where the server refuses it for good', async () => {
    const world = await start();
    world.refuse(4001);
    const client = world.client('ada');
    const failed = new Promise((resolve) =>
      client.connection.subscribe(() => client.connection.getSnapshot().state === 'failed' && resolve(null)),
    );
    client.connect();
    await failed;
    const { error, socketId } = client.connection.getSnapshot();
    expect(error).toMatchObject({ code: 'CK203', message: expect.stringContaining('4001') });
    expect(socketId).toBeNull();
  });

  it.each(['cut', 'restart'] as const)(
    'is live again after a %s, with one subscription and one gap (2, 7)',
    async (how) => {
      const world = await start();
      const client = world.client('ada');
      const leases = [await acquire(client, 'orders'), await acquire(client, 'private-orders')];
      const gaps: string[] = [];
      for (const lease of leases) lease.onGap(({ channel, reason }) => gaps.push(`${channel} ${reason}`));
      const first = client.connection.getSnapshot().socketId;
      const again = leases.map(({ channel }) => live(client, channel));
      await world[how]();
      await Promise.all(again);
      const { socketId } = client.connection.getSnapshot();
      expect(socketId).not.toBe(first);
      expect(world.socketIds()).toEqual([socketId]);
      expect(leases.map(({ channel }) => world.subscriberCount(channel))).toEqual([1, 1]);
      expect(gaps.toSorted()).toEqual(['orders connection', 'private-orders connection']);
      const seen = receivedBy(...leases);
      await world.publish('private-orders', 'changed', 1);
      await expect.poll(() => seen).toEqual([['changed', 1]]);
    },
  );

  it('stays live when an authorization for the old socket is answered after a reconnect (2, 11)', async () => {
    const world = await start();
    const client = world.client('ada');
    await acquire(client, 'orders');
    const requested = world.holdAuthorization();
    const coming = acquire(client, 'private-orders');
    const letGo = await requested;
    world.cut();
    const lease = await coming;
    letGo();
    await acquire(client, 'private-marker');
    const seen = receivedBy(lease);
    await world.publish('private-orders', 'changed', 1);
    await expect.poll(() => seen).toEqual([['changed', 1]]);
    expect(world.subscriberCount('private-orders')).toBe(1);
    expect(lease.status.getSnapshot()).toMatchObject({ status: 'subscribed', attempt: 0 });
  });

  it('unsubscribes with its last lease, and after dispose() receives nothing (2, 15)', async () => {
    const world = await start();
    const [client, other] = [world.client('ada'), world.client('bob')];
    const lease = await acquire(client, 'private-orders');
    await acquire(client, 'orders');
    lease.release();
    await expect.poll(() => world.subscriberCount('private-orders')).toBe(0);
    const events: string[] = [];
    client.observe(({ type }) => events.push(type));
    client.dispose();
    await expect.poll(() => world.subscriberCount('orders')).toBe(0);
    const disposed = events.length;
    const seen = receivedBy(await acquire(other, 'orders'));
    await world.publish('orders', 'changed', 1);
    await expect.poll(() => seen).toEqual([['changed', 1]]);
    expect(events).toHaveLength(disposed);
  });

  it('shows the members of a presence channel as they come and go', async () => {
    const world = await start();
    const ada = await acquire(world.client('ada'), 'presence-room');
    const bob = await acquire(world.client('bob'), 'presence-room');
    expect(idsOf(bob).toSorted()).toEqual(['ada', 'bob']);
    expect(bob.members.getSnapshot()).toMatchObject({ me: { id: 'bob' }, count: 2, isStale: false });
    await expect.poll(() => idsOf(ada)).toEqual(['ada', 'bob']);
    bob.release();
    await expect.poll(() => idsOf(ada)).toEqual(['ada']);
  });

  it('decrypts an encrypted channel, in order with others (4)', async () => {
    const world = await start();
    const client = world.client('ada');
    const leases = [await acquire(client, 'private-encrypted-vault'), await acquire(client, 'orders')];
    const seen = receivedBy(...leases);
    for (const n of [1, 2, 3])
      for (const { channel } of leases) await world.publish(channel, 'changed', { n, channel });
    await expect
      .poll(() => seen)
      .toEqual([1, 2, 3].flatMap((n) => leases.map(({ channel }) => ['changed', { n, channel }])));
  });

  it('reports a cache miss, then the cached event to a client that comes later', async () => {
    const world = await start();
    const first = await acquire(world.client('ada'), 'cache-news');
    await expect.poll(() => first.cacheMiss.getSnapshot()).toBe(true);
    const seen = receivedBy(first);
    await world.publish('cache-news', 'headline', { n: 1 });
    await expect.poll(() => seen).toEqual([['headline', { n: 1 }]]);
    const later = await acquire(world.client('bob'), 'cache-news');
    await expect.poll(() => later.lastMessage).toMatchObject({ event: 'headline', data: { n: 1 } });
    expect([first, later].map(({ cacheMiss }) => cacheMiss.getSnapshot())).toEqual([false, false]);
  });

  it('sends client events to the others, with the id of their sender on a presence channel', async () => {
    const world = await start();
    const ada = await acquire(world.client('ada'), 'presence-room');
    const bob = await acquire(world.client('bob'), 'presence-room');
    const [byAda, byBob] = [receivedBy(ada), receivedBy(bob)];
    await ada.trigger('client-typing', { n: 1 });
    await expect.poll(() => byBob).toEqual([['client-typing', { n: 1 }, 'ada']]);
    await world.publish('presence-room', 'end', 1);
    await expect.poll(() => byAda).toEqual([['end', 1]]);
  });

  it('signs the user in, and receives what is sent to them', async () => {
    const world = await start();
    const client = world.client('ada');
    client.user.set('ada');
    const seen: unknown[] = [];
    client.user.on('invited', (data) => seen.push(data));
    await expect.poll(() => client.user.getSnapshot().signIn).toBe('signed-in');
    await expect.poll(() => world.subscriberCount('#server-to-user-ada')).toBe(1);
    await world.sendToUser('ada', 'invited', { n: 1 });
    await expect.poll(() => seen).toEqual([{ n: 1 }]);
  });
});
