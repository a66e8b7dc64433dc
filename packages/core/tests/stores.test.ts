import { describe, expect, it, vi } from 'vitest';
import type { ReadableStore } from '../src/lib/store.ts';
import { createSnapshotStore } from '../src/lib/store.ts';
import { bench, soon } from './support/setup.ts';

/** A store, and something that changes what it shows. */
interface Case {
  readonly store: ReadableStore<unknown>;
  change(): Promise<void>;
}

/** What `useSyncExternalStore` relies on, for every store of the client. */
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

  it('gives the same snapshot until something changes, and another afterwards', async () => {
    const { store, change } = await make();
    const before = store.getSnapshot();
    expect(store.getSnapshot()).toBe(before);
    await change();
    expect(store.getSnapshot()).not.toBe(before);
    expect(store.getSnapshot()).toBe(store.getSnapshot());
  });

  it('shows the new snapshot to a listener that is called', async () => {
    const { store, change } = await make();
    const before = store.getSnapshot();
    const seen: unknown[] = [];
    store.subscribe(() => seen.push(store.getSnapshot()));
    await change();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(before);
    expect(seen.at(-1)).toBe(store.getSnapshot());
  });

  it('works without `this`, and gives a server the same constant for ever', async () => {
    const { store, change } = await make();
    const { getSnapshot, getServerSnapshot, subscribe } = store;
    const constant = getServerSnapshot();
    const stop = subscribe(() => {});
    await change();
    stop();
    expect(getServerSnapshot()).toBe(constant);
    expect(getSnapshot()).not.toBe(constant);
  });

  it('calls a listener no more after its removal, removes once, and counts the same function twice as two', async () => {
    const { store, change } = await make();
    const listener = vi.fn<() => void>();
    const first = store.subscribe(listener);
    const second = store.subscribe(listener);
    first();
    first();
    await change();
    const calls = listener.mock.calls.length;
    expect(calls).toBeGreaterThan(0);
    second();
    expect(store.subscribe(listener)).not.toBe(first);
  });

  it('calls every listener, though one removes another or itself while it is called', async () => {
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

it('does not tell what did not change', () => {
  const store = createSnapshotStore<{ n: number } | null>(null, () => {});
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  store.set(null);
  const value = { n: 1 };
  store.set(value);
  store.set(value);
  expect(listener).toHaveBeenCalledOnce();
  expect(store.getServerSnapshot()).toBeNull();
});
