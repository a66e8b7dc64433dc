// @vitest-environment node
import { QueryClient } from '@tanstack/react-query';
import {
  experimental_createQueryPersister,
  type PersistedClient,
  type Persister,
  persistQueryClientRestore,
  persistQueryClientSave,
} from '@tanstack/react-query-persist-client';
import { describe, expect, it } from 'vitest';
import { createHarness, listKey, pass } from './support/harness.ts';

/** A storage in memory that answers after a while, as IndexedDB does. */
function createPersister(): Persister {
  let kept: PersistedClient | undefined;
  return {
    persistClient: async (client) => {
      kept = structuredClone(client);
    },
    restoreClient: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return kept;
    },
    removeClient: async () => {
      kept = undefined;
    },
  };
}

/** What an earlier visit kept of the list: version 0. */
async function keptByAnEarlierVisit(): Promise<Persister> {
  const persister = createPersister();
  const earlier = new QueryClient();
  earlier.setQueryData(listKey, 0);
  await persistQueryClientSave({ queryClient: earlier, persister });
  earlier.clear();
  return persister;
}

/** A storage for single queries, and a way to keep the list in it. */
function createQueryPersister() {
  const kept = new Map<string, string>();
  const persister = experimental_createQueryPersister({
    storage: {
      getItem: async (key: string) => kept.get(key),
      setItem: async (key: string, value: string) => {
        kept.set(key, value);
      },
      removeItem: async (key: string) => {
        kept.delete(key);
      },
      entries: async () => [...kept],
    },
  });
  const keep = async (version: number): Promise<void> => {
    const earlier = new QueryClient();
    earlier.setQueryData(listKey, version);
    await persister.persistQueryByKey(listKey, earlier);
    earlier.clear();
  };
  return { persister, keep };
}

const forever = { staleTime: Number.POSITIVE_INFINITY };

describe('a persisted query (8)', () => {
  it('is fetched once when it is restored after an event that it lacks', async () => {
    const { queryClient, api, show, write, data } = createHarness();
    const persister = await keptByAnEarlierVisit();
    write();
    const restored = persistQueryClientRestore({ queryClient, persister });
    await pass(30);
    await restored;
    expect(data()).toBe(0);
    show(forever);
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('is marked while it is not observed, and fetched when it is', async () => {
    const { queryClient, api, show, write, data, isMarked } = createHarness();
    const persister = await keptByAnEarlierVisit();
    const restored = persistQueryClientRestore({ queryClient, persister });
    await pass(10);
    write();
    await pass(20);
    await restored;
    await pass(500);
    expect(isMarked()).toBe(true);
    expect(api.fetches).toBe(0);
    show(forever);
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('is fetched when the channel goes live only after it was restored', async () => {
    const { queryClient, api, show, live, data } = createHarness({ live: false });
    const persister = await keptByAnEarlierVisit();
    const restored = persistQueryClientRestore({ queryClient, persister });
    await pass(30);
    await restored;
    show(forever);
    api.version = 1;
    await pass(500);
    expect(data()).toBe(0);
    live('private-orders');
    await pass(500);
    expect(data()).toBe(1);
    expect(api.fetches).toBe(1);
  });

  it('is fetched when a persister of its own serves the first load from storage', async () => {
    const { queryClient, api, show, write, data } = createHarness();
    const { persister, keep } = createQueryPersister();
    await keep(0);
    await pass(100);
    write();
    show({ ...forever, persister: persister.persisterFn });
    await pass(30);
    expect(data()).toBe(0);
    await pass(500);
    expect(data()).toBe(1);
    expect(queryClient.getQueryState(listKey)?.isInvalidated).toBe(false);
    expect(api.fetches).toBe(1);
  });

  it('is fetched again when storage is restored over fetched data', async () => {
    const { queryClient, api, show, data } = createHarness();
    const { persister, keep } = createQueryPersister();
    await keep(-1);
    await pass(100);
    show(forever);
    await pass(500);
    await Promise.all([persister.restoreQueries(queryClient), pass(30)]);
    expect(data()).toBe(-1);
    await pass(500);
    expect(data()).toBe(0);
    expect(api.fetches).toBe(2);
  });
});
