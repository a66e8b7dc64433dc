// @vitest-environment node
import { type DehydratedState, dehydrate, hydrate, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { createHarness, listKey, pass } from './support/harness.ts';

/** What a server sends of a query whose data it is still reading. */
const streamed = (data: number, after: number): DehydratedState => ({
  mutations: [],
  queries: [
    {
      queryKey: listKey,
      queryHash: JSON.stringify(listKey),
      dehydratedAt: Date.now(),
      promise: new Promise((resolve) => void setTimeout(() => resolve(data), after)),
      state: {
        data: undefined,
        dataUpdateCount: 0,
        dataUpdatedAt: 0,
        error: null,
        errorUpdateCount: 0,
        errorUpdatedAt: 0,
        fetchFailureCount: 0,
        fetchFailureReason: null,
        fetchMeta: null,
        isInvalidated: false,
        status: 'pending',
        fetchStatus: 'fetching',
      },
    },
  ],
});

describe('a hydrated query (8)', () => {
  it('is fetched once when it lacks an event', async () => {
    const { queryClient, api, show, write, data } = createHarness();
    const server = new QueryClient();
    server.setQueryData(listKey, 0);
    const state = dehydrate(server);
    await pass(10);
    write();
    hydrate(queryClient, state);
    expect(data()).toBe(0);
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('is not fetched when its channel goes on from the positions of the page', async () => {
    const { queryClient, api, show, write, live, data } = createHarness({ live: false });
    const positionsAt = Date.now();
    const server = new QueryClient();
    server.setQueryData(listKey, 0);
    hydrate(queryClient, dehydrate(server));
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(10);
    live('private-orders', { positionsAt });
    await pass(1_000);
    expect(api.fetches).toBe(0);
    write();
    await pass(500);
    expect([api.fetches, data()]).toEqual([1, 1]);
  });

  it('is not fetched when its channel resumes and has missed nothing', async () => {
    const { queryClient, api, show, write, live, lost, data } = createHarness({ live: false });
    const positionsAt = Date.now();
    const server = new QueryClient();
    server.setQueryData(listKey, 0);
    hydrate(queryClient, dehydrate(server));
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(10);
    live('private-orders', { positionsAt });
    await pass(1_000);
    lost('private-orders');
    await pass(1_000);
    live('private-orders', 'resumed');
    await pass(1_000);
    expect(api.fetches).toBe(0);
    lost('private-orders');
    write();
    live('private-orders', 'resumed');
    await pass(1_000);
    expect([api.fetches, data()]).toEqual([1, 1]);
    lost('private-orders');
    live('private-orders', 'connection');
    await pass(1_000);
    expect(api.fetches).toBe(2);
  });

  it('is fetched once for an event that was replayed to the page', async () => {
    const { queryClient, api, show, write, live, data } = createHarness({ live: false });
    const positionsAt = Date.now();
    const server = new QueryClient();
    server.setQueryData(listKey, 0);
    hydrate(queryClient, dehydrate(server));
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(10);
    write();
    live('private-orders', { positionsAt });
    await pass(1_000);
    expect([api.fetches, data()]).toEqual([1, 1]);
  });

  it('is fetched when it is older than the positions of the page', async () => {
    const { queryClient, api, show, live } = createHarness({ live: false });
    const server = new QueryClient();
    server.setQueryData(listKey, 0);
    hydrate(queryClient, dehydrate(server));
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(10);
    live('private-orders', { positionsAt: Date.now() });
    await pass(1_000);
    expect(api.fetches).toBe(1);
  });

  it('counts as old when the server streams it as a promise', async () => {
    const { queryClient, api, show, data } = createHarness();
    await pass(1);
    hydrate(queryClient, streamed(-1, 20));
    await pass(100);
    expect(data()).toBe(-1);
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(300);
    expect(api.fetches).toBe(1);
    expect(data()).toBe(0);
  });

  it('counts as old when the promise is streamed into an observed query', async () => {
    const { queryClient, api, show, data, isMarked } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    hydrate(queryClient, streamed(-1, 20));
    await pass(30);
    expect(data()).toBe(-1);
    expect(isMarked()).toBe(true);
    await pass(300);
    expect(data()).toBe(0);
    expect(api.fetches).toBe(2);
    expect(isMarked()).toBe(false);
  });

  it('does not change the age of a later fetch', async () => {
    const { queryClient, api, show, write, data } = createHarness();
    show({ staleTime: Number.POSITIVE_INFINITY });
    await pass(100);
    hydrate(queryClient, streamed(-1, 20));
    await pass(300);
    api.fetches = 0;
    write();
    void queryClient.refetchQueries({ queryKey: listKey });
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });
});
