// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createHarness, listKey, pass } from './support/harness.ts';

describe('dispose', () => {
  it('leaves queries that are owed a fetch marked, and fetches no more', async () => {
    const { show, write, bridge, api, isMarked } = createHarness();
    show();
    await pass(100);
    write();
    bridge.dispose();
    await pass(1_000);
    expect(api.fetches).toBe(1);
    expect(isMarked()).toBe(true);
  });

  it('marks a query again when an older fetch clears the mark afterwards (8)', async () => {
    const { show, write, bridge, isMarked, data } = createHarness();
    show();
    await pass(10);
    write();
    bridge.dispose();
    await pass(1_000);
    expect(data()).toBe(0);
    expect(isMarked()).toBe(true);
  });

  it('keeps one cache listener until that fetch has settled, and nothing else (15)', async () => {
    const { show, write, bridge, queryClient, observers, ...harness } = createHarness();
    const cache = queryClient.getQueryCache();
    show();
    await pass(10);
    write();
    expect(observers).toBe(1);
    bridge.dispose();
    expect(cache.hasListeners()).toBe(true);
    await pass(100);
    expect(cache.hasListeners()).toBe(false);
    expect(queryClient.getMutationCache().hasListeners()).toBe(false);
    expect(harness.held.size).toBe(0);
  });

  it('leaves no listener where nothing is owed', async () => {
    const { show, bridge, queryClient } = createHarness();
    show();
    await pass(100);
    bridge.dispose();
    expect(queryClient.getQueryCache().hasListeners()).toBe(false);
  });

  it('restores the own fetch of every query (15)', async () => {
    const { show, bridge, queryClient } = createHarness();
    show();
    const [query] = queryClient.getQueryCache().getAll();
    await pass(100);
    bridge.dispose();
    expect(query && Object.hasOwn(query, 'fetch')).toBe(false);
  });

  it('forgets a running fetch whose query is removed', async () => {
    const { show, write, bridge, queryClient } = createHarness();
    const hide = show();
    await pass(10);
    write();
    bridge.dispose();
    hide();
    queryClient.removeQueries({ queryKey: listKey });
    expect(queryClient.getQueryCache().hasListeners()).toBe(false);
  });

  it('releases every channel, once', () => {
    const { bridge, held } = createHarness();
    const stop = bridge.watch('private-orders');
    bridge.watch('private-invoice.1');
    stop();
    stop();
    bridge.dispose();
    bridge.dispose();
    expect([...held.values()]).toEqual([0, 0]);
  });

  it('makes watch throw CK503', () => {
    const { bridge } = createHarness();
    bridge.dispose();
    expect(() => bridge.watch('private-orders')).toThrow(expect.objectContaining({ code: 'CK503' }));
  });
});

describe('a hidden page', () => {
  it('marks its queries, and fetches them once when it is shown (9)', async () => {
    let hidden = true;
    let tell = () => {};
    const visibility = {
      isHidden: () => hidden,
      subscribe: (listener: () => void) => {
        tell = listener;
        return () => {};
      },
    };
    const { show, write, api, isMarked, data } = createHarness({ visibility });
    show();
    await pass(100);
    api.fetches = 0;
    for (let n = 0; n < 50; n += 1) write();
    await pass(60_000);
    expect(api.fetches).toBe(0);
    expect(isMarked()).toBe(true);
    hidden = false;
    tell();
    await pass(100);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(50);
  });
});
