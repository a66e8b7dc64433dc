import type { QueryClientPort, QueryPort } from '../queryClientPort.ts';
import { KeyIndex } from '../rules/keyIndex.ts';
import type { KeyFilter } from '../rules/queryTarget.ts';
import { TrackedQuery } from './trackedQuery.ts';

/** Whether an exact filter means this query. A query may bring a hash function of its own, as in TanStack's filters. */
export function isExactly({ queryKey, queryHash }: KeyFilter, query: QueryPort): boolean {
  if (queryHash === query.queryHash) return true;
  const hash = query.options?.queryKeyHashFn as ((key: unknown) => string) | undefined;
  return hash?.(queryKey) === query.queryHash;
}

/** The queries of a cache: exact keys are found by their hash, prefixes by an index, so that no lookup walks the cache. */
export class TrackedQueries {
  readonly #queryClient: QueryClientPort;
  readonly #now: () => number;
  /** Outlives `clear`, so that a bridge that is attached again knows what it knew. */
  readonly #byQuery = new WeakMap<QueryPort, TrackedQuery>();
  readonly #index = new KeyIndex<TrackedQuery>();
  /** Queries whose hash the QueryClient's own hash function does not give. */
  readonly #odd = new Set<TrackedQuery>();

  constructor(queryClient: QueryClientPort, now: () => number) {
    this.#queryClient = queryClient;
    this.#now = now;
  }

  /** The filter with the hash of its key. */
  withHash(filter: KeyFilter): KeyFilter {
    if (!filter.exact || filter.queryHash !== undefined) return filter;
    const { queryHash } = this.#queryClient.defaultQueryOptions({ queryKey: filter.queryKey });
    return queryHash === undefined ? filter : { ...filter, queryHash };
  }

  /** Whether `setQueryData` finds the query by its key. */
  isReachable(tracked: TrackedQuery): boolean {
    return !this.#odd.has(tracked);
  }

  peek(query: QueryPort): TrackedQuery | undefined {
    return this.#byQuery.get(query);
  }

  add(query: QueryPort): TrackedQuery {
    const tracked = this.#byQuery.get(query) ?? new TrackedQuery(query, this.#now());
    this.#byQuery.set(query, tracked);
    this.#index.add(query.queryKey, tracked);
    const isOdd =
      query.options?.queryKeyHashFn !== undefined &&
      this.#queryClient.defaultQueryOptions({ queryKey: query.queryKey }).queryHash !== query.queryHash;
    if (isOdd) this.#odd.add(tracked);
    return tracked;
  }

  delete(tracked: TrackedQuery): void {
    const { query } = tracked;
    this.#byQuery.delete(query);
    this.#index.delete(query.queryKey, tracked);
    this.#odd.delete(tracked);
  }

  clear(): void {
    this.#index.clear();
    this.#odd.clear();
  }

  /** The cached queries that a filter means. */
  find(given: KeyFilter): readonly TrackedQuery[] {
    if (!given.exact) return this.#index.under(given.queryKey);
    const filter = this.withHash(given);
    const query = this.#queryClient.getQueryCache().get(filter.queryHash ?? '');
    const found = query && this.#byQuery.get(query);
    const odd = [...this.#odd].filter((tracked) => tracked !== found && isExactly(filter, tracked.query));
    return found ? [found, ...odd] : odd;
  }
}
