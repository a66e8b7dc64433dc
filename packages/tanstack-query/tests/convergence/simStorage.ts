import { hashKey, hydrate, type QueryClient } from '@tanstack/react-query';
import type { SimQuery } from './simQueries.ts';
import { wait } from './simServer.ts';

const emptyState = {
  dataUpdateCount: 0,
  error: null,
  errorUpdateCount: 0,
  errorUpdatedAt: 0,
  fetchFailureCount: 0,
  fetchFailureReason: null,
  fetchMeta: null,
  isInvalidated: false,
  fetchStatus: 'idle' as const,
};

/** What was kept of the queries at some time, and the ways in which it gets back into the cache. */
export class SimStorage {
  readonly #queryClient: QueryClient;
  readonly #now: () => number;
  #kept: ReadonlyMap<SimQuery, unknown> = new Map();

  constructor(queryClient: QueryClient, now: () => number) {
    this.#queryClient = queryClient;
    this.#now = now;
  }

  keep(kept: ReadonlyMap<SimQuery, unknown>): void {
    this.#kept = kept;
  }

  /** A server streams it. */
  stream(query: SimQuery): void {
    const data = this.#kept.get(query);
    if (data === undefined) return;
    const { queryKey } = query;
    const state = { ...emptyState, data: undefined, dataUpdatedAt: 0, status: 'pending' as const };
    const promise = wait(30).then(() => data);
    const dehydratedAt = this.#now() + 1;
    hydrate(this.#queryClient, {
      mutations: [],
      queries: [{ queryKey, queryHash: hashKey(queryKey), dehydratedAt, promise, state }],
    });
  }

  /** It is written with its own date. */
  putBack(query: SimQuery): void {
    const data = this.#kept.get(query);
    if (data !== undefined) this.#queryClient.setQueryData(query.queryKey, data, { updatedAt: 1 });
  }

  /** It replaces what is there. */
  restore(query: SimQuery): void {
    const { queryKey } = query;
    const data = this.#kept.get(query);
    if (data === undefined) return;
    const cache = this.#queryClient.getQueryCache();
    const state = { data, dataUpdatedAt: this.#now(), status: 'success' as const };
    const found = cache.find({ queryKey });
    if (found) found.setState({ ...state, isInvalidated: false, error: null });
    else cache.build(this.#queryClient, { queryKey }, { ...emptyState, ...state });
  }
}
