import { describe, expect, it, vi } from 'vitest';
import type { ReadableStore } from '../src/lib/store.ts';
import { bench, soon } from './support/setup.ts';

/** A store, and a change of its snapshot. */
interface Case {
  readonly store: ReadableStore<unknown>;
  change(): Promise<void>;
}

/** Every store of the client: `useSyncExternalStore` relies on what is tested here. */
const cases: Record<string, () => Promise<Case>> = {
  async connection() {
    const { client, server, timers } = bench();
    client.connect();
    await timers.advance(soon);
    return { store: client.connection, change: async () => server.drop() };
  },
  async 'channel status'() {
    const { client, timers } = bench();
    const { status: store } = client.acquire('private-orders');
    return { store, change: () => timers.advance(soon) };
  },
  async members() {
    const { client, server, timers } = bench();
    const { members: store } = client.acquire('presence-room');
    await timers.advance(soon);
    const change = async () => {
      server.rooms.addMember('presence-room', 'a', null);
      await timers.advance(soon);
    };
    return { store, change };
  },
  async 'subscription count'() {
    const { client, server, timers } = bench();
    const { subscriptionCount: store } = client.acquire('orders');
    await timers.advance(soon);
    const change = async () => {
      server.send({
        event: 'pusher_internal:subscription_count',
        channel: 'orders',
        data: '{"subscription_count":7}',
      });
      await timers.advance(soon);
    };
    return { store, change };
  },
  async 'cache miss'() {
    const { client, timers } = bench();
    const { cacheMiss: store } = client.acquire('cache-price');
    return { store, change: () => timers.advance(soon) };
  },
  async user() {
    const { client } = bench();
    return { store: client.user, change: async () => client.user.set('7') };
  },
};

describe.each(Object.keys(cases))('the %s store', (name) => {
  const make = async () => (cases[name] as () => Promise<Case>)();

  it('returns the same snapshot until something changes, then another', async () => {
    const { store, change } = await make();
    const before = store.getSnapshot();
    expect(store.getSnapshot()).toBe(before);
    await change();
    expect(store.getSnapshot()).not.toBe(before);
    expect(store.getSnapshot()).toBe(store.getSnapshot());
  });

  it('shows the new snapshot when it calls a listener', async () => {
    const { store, change } = await make();
    const before = store.getSnapshot();
    const seen: unknown[] = [];
    store.subscribe(() => seen.push(store.getSnapshot()));
    await change();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(before);
    expect(seen.at(-1)).toBe(store.getSnapshot());
  });

  it('works without `this`, and returns a constant server snapshot', async () => {
    const { store, change } = await make();
    const { getSnapshot, getServerSnapshot, subscribe } = store;
    const constant = getServerSnapshot();
    const stop = subscribe(() => {});
    await change();
    stop();
    expect(getServerSnapshot()).toBe(constant);
    expect(getSnapshot()).not.toBe(constant);
  });

  it('removes one subscription per unsubscribe, even if one function subscribed twice', async () => {
    const { store, change } = await make();
    const listener = vi.fn<() => void>();
    const first = store.subscribe(listener);
    const second = store.subscribe(listener);
    const single = vi.fn<() => void>();
    store.subscribe(single);
    first();
    first();
    await change();
    expect(listener.mock.calls.length).toBe(single.mock.calls.length);
    expect(single).toHaveBeenCalled();
    second();
  });

  it('calls every listener, even if one removes itself while it is called', async () => {
    const { store, change } = await make();
    const seen: string[] = [];
    const stop = store.subscribe(() => {
      seen.push('first');
      stop();
    });
    store.subscribe(() => seen.push('second'));
    await change();
    expect(seen.filter((each) => each === 'first')).toHaveLength(1);
    expect(seen).toContain('second');
  });
});
