/** A query key as TanStack Query defines it. */
export type QueryKey = readonly unknown[];

/** The slice of TanStack's `Query` that the bridge reads and drives. */
export interface QueryPort {
  readonly queryKey: QueryKey;
  readonly queryHash: string;
  readonly state: {
    readonly data: unknown;
    readonly dataUpdatedAt: number;
    readonly isInvalidated: boolean;
    readonly fetchStatus: 'fetching' | 'paused' | 'idle';
  };
  isActive(): boolean;
  /** Absent before TanStack Query knew `staleTime: 'static'`. */
  isStatic?(): boolean;
  invalidate(): void;
  readonly fetch: (options?: undefined, fetchOptions?: { cancelRefetch?: boolean }) => Promise<unknown>;
}

/** What a query cache tells its subscribers. */
export interface QueryCacheEventPort {
  readonly type: string;
  readonly query: QueryPort;
  readonly action?: {
    readonly type: string;
    readonly manual?: boolean | undefined;
    readonly meta?: unknown;
    readonly error?: unknown;
  };
}

/** The slice of TanStack's `QueryCache` that the bridge uses. */
export interface QueryCachePort {
  getAll(): readonly QueryPort[];
  findAll(filters: { queryKey: QueryKey; exact?: boolean }): readonly QueryPort[];
  subscribe(listener: (event: QueryCacheEventPort) => void): () => void;
}

/** The slice of TanStack's `MutationCache` that the bridge uses. */
export interface MutationCachePort {
  getAll(): readonly { readonly state: { readonly status: string } }[];
  subscribe(listener: () => void): () => void;
}

/** The slice of TanStack's `QueryClient` that the bridge uses; react-query's own fits, and so does every adapter's. */
export interface QueryClientPort {
  getQueryCache(): QueryCachePort;
  getMutationCache(): MutationCachePort;
  setQueryData(queryKey: QueryKey, data: unknown): unknown;
  defaultQueryOptions(options: { queryKey: QueryKey }): { readonly queryHash?: string | undefined };
}
