import { describe, expect, it } from 'vitest';
import { createManualTimers, FakeLog } from '../src/testing/index.ts';
import type { ChannelLease } from '../src/types.ts';
import { durableChannels } from './support/durableBench.ts';
import { type FakeBrowser, type FakeTab, fakeBrowser } from './support/fakeBrowser.ts';
import { gapsOf, statusOf } from './support/setup.ts';

const browser = (options: object = {}): FakeBrowser =>
  fakeBrowser({ ...options, timers: createManualTimers() });

/** A tab that holds a channel, and what it is told. */
function hold(tab: FakeTab, channel: string) {
  const lease = tab.client.acquire(channel as never) as unknown as ChannelLease;
  const heard: unknown[] = [];
  lease.on('*', (data) => heard.push(data));
  return { tab, lease, heard, gaps: gapsOf(lease) };
}

/** Long enough for a handover and a resubscription. */
const settled = 1_500;

describe('tabs that share', () => {
  it('have one connection, one subscription and one authorization, and each gets every event (21)', async () => {
    const made = browser();
    const tabs = Array.from({ length: 5 }, () => hold(made.open(), 'private-orders'));
    await made.timers.advance(settled);
    expect(tabs.map(({ lease }) => statusOf(lease))).toEqual(tabs.map(() => 'subscribed'));
    expect([made.server.sockets.length, made.server.connectCount]).toEqual([1, 1]);
    expect(made.server.received('pusher:subscribe')).toHaveLength(1);
    expect(made.auth.requests).toHaveLength(1);
    made.server.trigger('private-orders', 'changed', { n: 1 });
    await made.timers.advance(100);
    expect(tabs.map(({ heard }) => heard)).toEqual(tabs.map(() => [{ n: 1 }]));
    expect(made.tabs.filter(({ isLeader }) => isLeader)).toHaveLength(1);
    expect(made.tabs.map(({ client }) => client.tabs.getSnapshot().count)).toEqual([5, 5, 5, 5, 5]);
  });

  it('tell a tab that comes later who is there, the count and the last event of a cache channel (21)', async () => {
    const made = browser();
    const first = ['presence-room', 'cache-news'].map((name) => hold(made.open(), name));
    await made.timers.advance(settled);
    made.server.rooms.addMember('presence-room', '7', null);
    made.server.trigger('cache-news', 'changed', { n: 1 });
    await made.timers.advance(100);
    const late = made.open();
    const [room, news] = ['presence-room', 'cache-news'].map((name) => hold(late, name));
    await made.timers.advance(settled);
    expect(room?.lease.members.getSnapshot()).toMatchObject({ count: 2, me: { id: 'me' } });
    expect(news?.lease.lastMessage?.data).toEqual({ n: 1 });
    expect(made.server.received('pusher:subscribe')).toHaveLength(2);
    made.server.rooms.removeMember('presence-room', '7');
    await made.timers.advance(100);
    expect([first[0], room].map((each) => each?.lease.members.getSnapshot().count)).toEqual([1, 1]);
  });

  it('keep a channel as long as one of them holds it (2, 21)', async () => {
    const made = browser({ grace: 0 });
    const [one, two] = [hold(made.open(), 'orders'), hold(made.open(), 'orders')];
    await made.timers.advance(settled);
    one.lease.release();
    await made.timers.advance(settled);
    expect(made.server.subscribers('orders')).toHaveLength(1);
    made.server.trigger('orders', 'changed', { n: 1 });
    await made.timers.advance(100);
    expect(two.heard).toEqual([{ n: 1 }]);
    two.lease.release();
    await made.timers.advance(settled);
    expect(made.server.sockets).toHaveLength(0);
  });

  it('get the client events of each other', async () => {
    const made = browser();
    const [one, two] = [hold(made.open(), 'private-orders'), hold(made.open(), 'private-orders')];
    await made.timers.advance(settled);
    await one.lease.trigger('client-typing', { n: 1 });
    await made.timers.advance(100);
    expect([one.heard, two.heard]).toEqual([[], [{ n: 1 }]]);
  });

  it('send no socket id, which would keep an event from all of them', async () => {
    const made = browser();
    const one = hold(made.open(), 'orders');
    await made.timers.advance(settled);
    expect(one.tab.client.connection.getSnapshot()).toMatchObject({ state: 'connected', socketId: null });
  });

  it('decrypt with one key, and ask for a new one when it changes', async () => {
    const made = browser();
    const vault = 'private-encrypted-vault';
    const tabs = [hold(made.open(), vault), hold(made.open(), vault)];
    await made.timers.advance(settled);
    made.server.trigger(vault, 'changed', { n: 1 });
    await made.timers.advance(settled);
    expect(tabs.map(({ heard }) => heard)).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    expect(made.auth.requests).toHaveLength(1);
  });

  it('sign in once on the connection, and each hears what its user is sent', async () => {
    const made = browser();
    const heard: unknown[] = [];
    const tabs = [made.open(), made.open()];
    for (const { client } of tabs) {
      client.configure({ userAuth: { authenticate: made.auth.authenticate } });
      client.user.set('me');
      client.user.on('hello', (data) => heard.push(data));
    }
    await made.timers.advance(settled);
    expect(tabs.map(({ client }) => client.user.getSnapshot().signIn)).toEqual(['signed-in', 'signed-in']);
    expect(made.server.received('pusher:signin')).toHaveLength(1);
    made.server.sendToUser('me', 'hello', 1);
    await made.timers.advance(100);
    expect(heard).toEqual([1, 1]);
  });

  it('are those of one user: another user has a socket of their own, also after a change', async () => {
    const made = browser();
    const tabs = ['1', '1', '2'].map((user) => {
      const tab = made.open();
      tab.client.user.set(user);
      return hold(tab, 'orders');
    });
    await made.timers.advance(settled);
    expect(made.server.sockets).toHaveLength(2);
    tabs[2]?.tab.client.user.set('1');
    await made.timers.advance(5_000);
    expect(made.server.sockets).toHaveLength(1);
    made.server.trigger('orders', 'changed', { n: 1 });
    await made.timers.advance(100);
    expect(tabs.map(({ heard }) => heard)).toEqual([[{ n: 1 }], [{ n: 1 }], [{ n: 1 }]]);
  });

  it('do not take a user for another whose id ends alike', async () => {
    const made = browser();
    const [one, two] = ['x 1', 'x 1'].map((user) => {
      const tab = made.open();
      tab.client.user.set(user);
      return hold(tab, 'orders');
    });
    await made.timers.advance(settled);
    two?.tab.client.user.set('1');
    await made.timers.advance(5_000);
    expect(made.server.sockets).toHaveLength(2);
    expect(statusOf(one?.lease as ChannelLease)).toBe('subscribed');
  });

  it('learn together that a subscription was refused', async () => {
    const made = browser();
    made.auth.answer(403);
    const tabs = [hold(made.open(), 'private-orders'), hold(made.open(), 'private-orders')];
    await made.timers.advance(settled);
    expect(tabs.map(({ lease }) => lease.status.getSnapshot().error?.code)).toEqual(['CK302', 'CK302']);
  });

  it('have a socket of their own where the browser lacks a part, and say why', async () => {
    const { sharedTransport } = await import('../src/tabs/sharedTransport.ts');
    const told: unknown[] = [];
    const own = { isOwn: true };
    const made = await sharedTransport({
      platform: null,
      makeTransport: () => own,
      onTabs: (tabs: unknown) => told.push(tabs),
    } as never);
    expect(made).toBe(own);
    expect(told).toMatchObject([{ mode: 'own', reason: expect.stringContaining('Web Locks') }]);
  });
});

describe('the end of the leading tab', () => {
  const ends = {
    'is closed': (tab: FakeTab) => tab.close(),
    crashes: (tab: FakeTab) => tab.crash(),
  };

  it.each(Object.entries(ends))(
    'that %s makes another lead within 1 s, and tells one gap (22)',
    async (_, end) => {
      const made = browser();
      const tabs = Array.from({ length: 3 }, () => hold(made.open(), 'orders'));
      await made.timers.advance(settled);
      const leader = tabs.find(({ tab }) => tab.isLeader);
      const others = tabs.filter((each) => each !== leader);
      if (leader) end(leader.tab);
      await made.timers.advance(1_000);
      expect(others.filter(({ tab }) => tab.isLeader)).toHaveLength(1);
      expect(made.server.sockets).toHaveLength(1);
      made.server.trigger('orders', 'changed', { n: 1 });
      await made.timers.advance(100);
      expect(others.map(({ heard }) => heard)).toEqual([[{ n: 1 }], [{ n: 1 }]]);
      expect(others.map(({ gaps }) => gaps.length)).toEqual([1, 1]);
      expect(others[0]?.tab.client.tabs.getSnapshot().count).toBe(2);
    },
  );

  it('that freezes makes another lead within 4 s; it joins them when it wakes (22)', async () => {
    const made = browser();
    const tabs = Array.from({ length: 3 }, () => hold(made.open(), 'orders'));
    await made.timers.advance(settled);
    const leader = tabs.find(({ tab }) => tab.isLeader);
    const others = tabs.filter((each) => each !== leader);
    leader?.tab.freeze();
    await made.timers.advance(4_000);
    expect(others.filter(({ tab }) => tab.isLeader)).toHaveLength(1);
    expect(others.map(({ lease }) => statusOf(lease))).toEqual(['subscribed', 'subscribed']);
    leader?.tab.thaw();
    await made.timers.advance(5_000);
    expect(leader?.tab.isLeader).toBe(false);
    expect(made.server.sockets).toHaveLength(1);
    made.server.trigger('orders', 'changed', { n: 1 });
    await made.timers.advance(100);
    expect(tabs.map(({ heard }) => heard)).toEqual([[{ n: 1 }], [{ n: 1 }], [{ n: 1 }]]);
  });

  it('loses nothing on durable channels, and tells nothing twice (22)', async () => {
    const logOf: { current?: FakeLog } = {};
    const made = browser({
      channels: durableChannels,
      resume: { resume: (request: never) => logOf.current?.resume(request) },
    });
    const log = new FakeLog(made.server, { timers: made.timers });
    logOf.current = log;
    const channel = 'private-orders-1';
    const tabs = Array.from({ length: 3 }, () => hold(made.open(), channel));
    await made.timers.advance(settled);
    log.append({ channel, event: 'changed', data: { n: 1 } });
    await made.timers.advance(100);
    const leader = tabs.find(({ tab }) => tab.isLeader);
    leader?.tab.crash();
    log.append({ channel, event: 'changed', data: { n: 2 } });
    await made.timers.advance(settled);
    log.append({ channel, event: 'changed', data: { n: 3 } });
    await made.timers.advance(100);
    for (const { heard, gaps } of tabs.filter((each) => each !== leader))
      expect([heard, gaps]).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }], []]);
  });
});

it('reconnects for all tabs when the server was away', async () => {
  const made = browser();
  const tabs = Array.from({ length: 3 }, () => hold(made.open(), 'orders'));
  await made.timers.advance(settled);
  made.server.goDown();
  await made.timers.advance(20_000);
  made.server.goUp();
  await made.timers.advance(40_000);
  expect(tabs.map(({ lease }) => statusOf(lease))).toEqual(['subscribed', 'subscribed', 'subscribed']);
  expect(made.server.sockets).toHaveLength(1);
  expect(tabs.map(({ gaps }) => gaps.length)).toEqual([1, 1, 1]);
});
