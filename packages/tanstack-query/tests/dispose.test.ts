// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createHarness, listKey, pass } from './support/harness.ts';

describe('dispose', () => {
  it('leaves what is pending marked, and fetches no more', async () => {
    const { show, write, bridge, api, isMarked } = createHarness();
    show();
    await pass(100);
    write();
    bridge.dispose();
    await pass(1_000);
    expect(api.fetches).toBe(1);
    expect(isMarked()).toBe(true);
  });

  it('marks again what an older fetch makes look fresh afterwards (8)', async () => {
    const { show, write, bridge, isMarked, data } = createHarness();
    show();
    await pass(10);
    write();
    bridge.dispose();
    await pass(1_000);
    expect(data()).toBe(0);
    expect(isMarked()).toBe(true);
  });

  it('leaves one cache listener for as long as that takes, and nothing else (15)', async () => {
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

  it('leaves no listener where nothing is pending', async () => {
    const { show, bridge, queryClient } = createHarness();
    show();
    await pass(100);
    bridge.dispose();
    expect(queryClient.getQueryCache().hasListeners()).toBe(false);
  });

  it('gives every query its own fetch back (15)', async () => {
    const { show, bridge, queryClient } = createHarness();
    show();
    const [query] = queryClient.getQueryCache().getAll();
    await pass(100);
    bridge.dispose();
    expect(query && Object.hasOwn(query, 'fetch')).toBe(false);
  });

  it('forgets an older fetch whose query is removed', async () => {
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

  it('refuses to watch afterwards, with a code', () => {
    const { bridge } = createHarness();
    bridge.dispose();
    expect(() => bridge.watch('private-orders')).toThrow(expect.objectContaining({ code: 'CK503' }));
  });
});

describe('a hidden page', () => {
  it('marks, and fetches when shown', async () => {
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
