/** A query key as TanStack Query defines it. */
export type QueryKey = readonly unknown[];

/** The slice of a query's state that the bridge reads. */
export interface QueryStatePort {
  readonly data: unknown;
  readonly dataUpdatedAt: number;
  readonly dataUpdateCount: number;
  readonly fetchMeta: unknown;
  readonly isInvalidated: boolean;
  readonly fetchStatus: 'fetching' | 'paused' | 'idle';
}

/** The slice of TanStack's `Query` that the bridge reads and drives. */
export interface QueryPort {
  readonly queryKey: QueryKey;
  readonly queryHash: string;
  readonly options?: { readonly queryKeyHashFn?: ((queryKey: never) => string) | undefined } | undefined;
  readonly state: QueryStatePort;
  /** The promise of the fetch that runs; absent in the first versions of TanStack Query 5. */
  readonly promise?: Promise<unknown> | undefined;
  isActive(): boolean;
  /** Absent before TanStack Query knew `staleTime: 'static'`. */
  isStatic?(): boolean;
  invalidate(): void;
  readonly fetch: (options?: undefined, fetchOptions?: { cancelRefetch?: boolean }) => Promise<unknown>;
}

/** An event of a query cache. */
export interface QueryCacheEventPort {
  readonly type: string;
  readonly query: QueryPort;
  readonly action?: {
    readonly type: string;
    readonly manual?: boolean | undefined;
    readonly meta?: unknown;
    readonly error?: unknown;
    readonly state?: unknown;
  };
}

/** The slice of TanStack's `QueryCache` that the bridge uses. */
export interface QueryCachePort {
  get(queryHash: string): QueryPort | undefined;
  getAll(): readonly QueryPort[];
  subscribe(listener: (event: QueryCacheEventPort) => void): () => void;
}

/** The slice of TanStack's `Mutation` that the bridge reads. */
export interface MutationPort {
  readonly state: { readonly status: string; readonly isPaused: boolean };
  readonly options: {
    readonly mutationKey?: QueryKey | undefined;
    readonly meta?: Readonly<Record<string, unknown>> | undefined;
  };
}

/** The slice of TanStack's `MutationCache` that the bridge uses. */
export interface MutationCachePort {
  getAll(): readonly MutationPort[];
  subscribe(
    listener: (event: { readonly type: string; readonly mutation?: MutationPort | undefined }) => void,
  ): () => void;
}

/** The slice of TanStack's `QueryClient` that the bridge uses; react-query's own fits, and so does every adapter's. */
export interface QueryClientPort {
  getQueryCache(): QueryCachePort;
  getMutationCache(): MutationCachePort;
  setQueryData(queryKey: QueryKey, data: unknown): unknown;
  defaultQueryOptions(options: { queryKey: QueryKey }): { readonly queryHash?: string | undefined };
}
