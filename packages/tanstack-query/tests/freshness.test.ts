// @vitest-environment node
import { InfiniteQueryObserver, notifyManager, onlineManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createQueryBridge, defineQueryRules, patch } from '../src/index.ts';
import { channels } from './support/contract.ts';
import { createHarness, listKey, orderRules, pass } from './support/harness.ts';

afterEach(() => onlineManager.setOnline(true));

describe('an event while an older fetch runs (8)', () => {
  it('is not lost to the first load', async () => {
    const { show, write, data, api } = createHarness();
    show();
    await pass(20);
    write();
    await pass(30);
    expect(data()).toBe(0);
    await pass(200);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(2);
  });

  it('never shows older data as fresh', async () => {
    const { write, queryClient, api } = createHarness();
    const observer = new QueryObserver(queryClient, {
      queryKey: listKey,
      queryFn: api.queryFn,
      staleTime: Number.POSITIVE_INFINITY,
    });
    const shown: string[] = [];
    // As useQuery subscribes: it renders after TanStack's batch.
    const render = notifyManager.batchCalls(() => {
      const { data, isStale } = observer.getCurrentResult();
      shown.push(`${data} ${isStale ? 'stale' : 'fresh'}`);
    });
    observer.subscribe(() => render());
    await pass(20);
    write();
    await pass(300);
    expect(shown).toContain('0 stale');
    expect(shown).not.toContain('0 fresh');
    expect(shown.at(-1)).toBe('1 fresh');
  });

  it('is fetched after that fetch has failed', async () => {
    const { show, write, data, api } = createHarness();
    show();
    await pass(100);
    api.failing = true;
    write();
    await pass(60);
    write();
    api.failing = false;
    await pass(1_500);
    expect(data()).toBe(2);
  });

  it('is fetched after that fetch was canceled and reverted', async () => {
    const { show, write, data, isMarked, queryClient } = createHarness();
    show();
    await pass(100);
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(10);
    write();
    await queryClient.cancelQueries({ queryKey: listKey });
    expect(isMarked()).toBe(true);
    await pass(200);
    expect(data()).toBe(1);
  });

  it.each([
    ['after the event', 0, {}],
    ['after the event, without a revert', 0, { revert: false }],
    ['long before the event, without a revert', 500, { revert: false }],
  ])('is fetched when that fetch was canceled silently %s', async (_title, before, options) => {
    const { show, write, data, isMarked, queryClient } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(10);
    if (before === 0) write();
    await queryClient.cancelQueries({ queryKey: listKey }, { silent: true, ...options });
    await pass(before);
    if (before > 0) write();
    await pass(500);
    expect([data(), isMarked()]).toEqual([1, false]);
    write();
    await pass(500);
    expect([data(), isMarked()]).toEqual([2, false]);
  });

  it('is fetched when that fetch began before the bridge, and was canceled silently', async () => {
    const { show, write, data, isMarked, queryClient, client, bridge } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    bridge.dispose();
    void queryClient.refetchQueries({ queryKey: listKey });
    const later = createQueryBridge({ client, queryClient, rules: orderRules });
    onTestFinished(() => later.dispose());
    await pass(10);
    write();
    await queryClient.cancelQueries({ queryKey: listKey }, { silent: true, revert: false });
    await pass(500);
    expect([data(), isMarked()]).toEqual([1, false]);
  });

  it('is marked again when that fetch settles beside a newer one, after a state of another tab', async () => {
    const { show, write, data, isMarked, queryClient, api } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    api.latency = 1_000;
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(10);
    write();
    api.latency = 3_000;
    const query = queryClient.getQueryCache().find({ queryKey: listKey });
    query?.setState({ ...structuredClone(query.state), data: 7, fetchStatus: 'idle', fetchMeta: null });
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(1_000);
    expect([data(), isMarked()]).toEqual([0, true]);
    await pass(10_000);
    expect([data(), isMarked()]).toEqual([1, false]);
  });

  it('is not lost to a write by hand, which clears the mark', async () => {
    const { show, write, data, isMarked, queryClient } = createHarness();
    show();
    await pass(100);
    write();
    queryClient.setQueryData(listKey, -1);
    expect(isMarked()).toBe(true);
    await pass(200);
    expect(data()).toBe(1);
  });

  it('is paid by a restart of that fetch, without another (9)', async () => {
    const { show, write, data, isMarked, api, queryClient } = createHarness();
    show();
    await pass(100);
    api.fetches = 0;
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(10);
    write();
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(1_000);
    expect([data(), isMarked(), api.fetches]).toEqual([1, false, 2]);
  });

  it('counts a retried fetch from its first attempt', async () => {
    const { show, write, data, api } = createHarness();
    api.failing = true;
    show({ retry: 1, retryDelay: 100 });
    await pass(20);
    api.failing = false;
    write();
    await pass(1_000);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(3);
  });
});

describe('queries that must not be fetched are only marked (8)', () => {
  it.each([
    ['disabled', { enabled: false, initialData: 0 }],
    ['static', { staleTime: 'static' as const, initialData: 0 }],
  ])('%s', async (_name, options) => {
    const { show, write, isMarked, api } = createHarness();
    show(options);
    write();
    await pass(5_000);
    expect(api.fetches).toBe(0);
    expect(isMarked()).toBe(true);
  });

  it('disabled, and fetched when it is enabled', async () => {
    const { queryClient, api, write, data } = createHarness();
    const options = {
      queryKey: listKey,
      queryFn: api.queryFn,
      initialData: 0,
      staleTime: Number.POSITIVE_INFINITY,
    };
    const observer = new QueryObserver(queryClient, { ...options, enabled: false });
    observer.subscribe(() => {});
    write();
    await pass(500);
    observer.setOptions({ ...options, enabled: true });
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('unobserved, and fetched when it is observed again', async () => {
    const { show, write, isMarked, api, data } = createHarness();
    const hide = show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    hide();
    write();
    await pass(500);
    expect(api.fetches).toBe(1);
    expect(isMarked()).toBe(true);
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(2);
  });

  it('unobserved before the fetch was due', async () => {
    const { show, write, api, data } = createHarness();
    const hide = show({ staleTime: Number.POSITIVE_INFINITY, refetchOnMount: false });
    await pass(100);
    write();
    await pass(5);
    hide();
    await pass(500);
    expect(api.fetches).toBe(1);
    show({ staleTime: Number.POSITIVE_INFINITY, refetchOnMount: false });
    await pass(500);
    expect(data()).toBe(1);
  });
});

describe('any other query', () => {
  it('is fetched although staleTime is Infinity', async () => {
    const { show, write, data } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    write();
    await pass(200);
    expect(data()).toBe(1);
  });

  it('counts a fetch that waits for the network from when it continues', async () => {
    const { show, write, data, api } = createHarness();
    onlineManager.setOnline(false);
    show();
    await pass(100);
    write();
    await pass(1_000);
    expect(api.fetches).toBe(0);
    onlineManager.setOnline(true);
    await pass(1_000);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('counts a fetch that paused between two attempts from the first', async () => {
    const { show, write, data, api } = createHarness();
    api.failing = true;
    show({ retry: 1, retryDelay: 20 });
    await pass(20);
    onlineManager.setOnline(false);
    await pass(100);
    api.failing = false;
    write();
    await pass(1_000);
    expect(api.fetches).toBe(1);
    onlineManager.setOnline(true);
    await pass(1_000);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(3);
  });

  it('is fetched with every page if it is infinite', async () => {
    const { queryClient, api, write } = createHarness();
    const observer = new InfiniteQueryObserver(queryClient, {
      queryKey: ['orders', 'feed'],
      queryFn: api.queryFn,
      initialPageParam: 0,
      getNextPageParam: (_last, pages) => pages.length,
      staleTime: Number.POSITIVE_INFINITY,
    });
    observer.subscribe(() => {});
    await pass(100);
    await Promise.all([observer.fetchNextPage(), pass(100)]);
    write();
    await pass(500);
    expect(observer.getCurrentResult().data?.pages).toEqual([1, 1]);
    expect(api.fetches).toBe(4);
  });

  it('is not paid by one more page of an infinite query', async () => {
    const { queryClient, api, write } = createHarness();
    const observer = new InfiniteQueryObserver(queryClient, {
      queryKey: ['orders', 'feed'],
      queryFn: api.queryFn,
      initialPageParam: 0,
      getNextPageParam: (_last, pages) => pages.length,
      staleTime: Number.POSITIVE_INFINITY,
    });
    observer.subscribe(() => {});
    await pass(100);
    write();
    void observer.fetchNextPage();
    await pass(60);
    expect(observer.getCurrentResult().data?.pages).toEqual([0, 1]);
    await pass(500);
    expect(observer.getCurrentResult().data?.pages).toEqual([1, 1]);
  });

  it('is marked while no component observes its first load, as in Suspense', async () => {
    const { queryClient, api, write, isMarked, show, data } = createHarness();
    void queryClient.prefetchQuery({ queryKey: listKey, queryFn: api.queryFn });
    await pass(10);
    write();
    await pass(50);
    expect(data()).toBe(0);
    expect(isMarked()).toBe(true);
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(200);
    expect(data()).toBe(1);
  });

  it('is forgotten when it is removed or the cache is cleared', async () => {
    const { queryClient, show, write, api } = createHarness();
    const hide = show();
    await pass(100);
    write();
    hide();
    queryClient.clear();
    await pass(1_000);
    expect(api.fetches).toBe(1);
    show();
    await pass(100);
    expect(api.fetches).toBe(2);
  });

  it('is found by its exact key although it has a hash function of its own, and fetched for a patch', async () => {
    const rules = defineQueryRules(channels, (on) => [
      on('private-orders', 'order.created', () => [{ queryKey: listKey, exact: true }], {
        catchUp: () => [listKey],
      }),
      on('private-orders', 'order.updated', () => patch(listKey, () => -1, { isNewer: () => true }), {
        catchUp: () => [listKey],
      }),
    ]);
    const { show, write, emit, api, queryClient } = createHarness({ rules });
    const shown = { staleTime: Number.POSITIVE_INFINITY, queryKeyHashFn: () => 'a hash of its own' };
    show(shown);
    await pass(100);
    api.version = 1;
    emit('private-orders', 'order.created', { orderId: 'a', version: 1 });
    await pass(500);
    const data = () => queryClient.getQueryCache().get('a hash of its own')?.state.data;
    expect(data()).toBe(1);
    write();
    await pass(500);
    expect(data()).toBe(2);
  });

  it.each([
    ['fetched again after an event in the same millisecond', ['fetch', 'write'], 2],
    ['not fetched again for an event before it in that millisecond', ['write', 'fetch'], 1],
  ])('is %s (8, 9)', async (_title, steps, expected) => {
    const { show, write, data, isMarked, api, queryClient } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    api.fetches = 0;
    for (const step of steps) {
      if (step === 'write') write();
      else void queryClient.refetchQueries({ queryKey: listKey });
    }
    await pass(1_000);
    expect([data(), isMarked(), api.fetches]).toEqual([1, false, expected]);
  });

  it.each(['refetched', 'created'])(
    'is fetched again when it was %s within `settle` of an event (8)',
    async (how) => {
      const { show, write, api, isMarked, queryClient } = createHarness({ settle: 300 });
      if (how === 'refetched') show({ staleTime: Number.POSITIVE_INFINITY });
      await pass(1_000);
      api.fetches = 0;
      write();
      await pass(100);
      if (how === 'refetched') void queryClient.refetchQueries({ queryKey: listKey });
      else show({ staleTime: Number.POSITIVE_INFINITY });
      await pass(100);
      expect([api.fetches, isMarked()]).toEqual([1, true]);
      await pass(1_000);
      expect([api.fetches, isMarked()]).toEqual([2, false]);
    },
  );

  it('is fetched `settle` after the event', async () => {
    const { show, write, api, data } = createHarness({ settle: 300 });
    show();
    await pass(1_000);
    api.fetches = 0;
    write();
    await pass(299);
    expect(api.fetches).toBe(0);
    await pass(200);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(1);
  });
});
