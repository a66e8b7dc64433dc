import type { QueryKey } from '../queryClientPort.ts';

/** Options of `patch`. */
export interface QueryPatchOptions<TCached, TData> {
  /** Whether the payload is newer than the cached data, by a version or a server's timestamp. If not, the query is fetched. */
  readonly isNewer: (old: TCached, data: TData) => boolean;
}

/** A payload to write into one query instead of fetching it. Created by `patch`. */
export interface QueryPatch<TData = unknown> {
  readonly '~patch': true;
  readonly queryKey: QueryKey;
  readonly apply: (old: unknown, data: TData) => PatchOutcome;
}

/** The outcome of a patch. */
export type PatchOutcome = { readonly written: true; readonly next: unknown } | { readonly written: false };

/**
 * Writes an event's payload into the query with exactly this key. Without cached data there is nothing to write; where the
 * payload is not newer or `update` returns undefined, the query is fetched instead. A running fetch that overwrites the
 * patch is followed by another. Only for payloads that carry everything that the query shows of them.
 */
export function patch<TCached = unknown, TData = unknown>(
  queryKey: QueryKey,
  update: (old: TCached, data: TData) => TCached | undefined,
  { isNewer }: QueryPatchOptions<TCached, TData>,
): QueryPatch<TData> {
  return {
    '~patch': true,
    queryKey,
    apply: (old, data) => {
      if (!isNewer(old as TCached, data)) return { written: false };
      const next = update(old as TCached, data);
      return next === undefined ? { written: false } : { written: true, next };
    },
  };
}

/** Whether a rule's result is a patch. */
export function isPatch(value: unknown): value is QueryPatch<unknown> {
  return typeof value === 'object' && value !== null && (value as Partial<QueryPatch>)['~patch'] === true;
}
