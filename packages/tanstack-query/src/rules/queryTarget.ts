import type { QueryKey } from '../queryClientPort.ts';

/** Queries by key: a plain key is a prefix, as in TanStack's filters; `exact` means that key alone. */
export type QueryTarget = QueryKey | { readonly queryKey: QueryKey; readonly exact?: boolean };

/** A target in TanStack's filter form. */
export interface KeyFilter {
  readonly queryKey: QueryKey;
  readonly exact: boolean;
  /** The hash of an exact key, where it is known already. */
  readonly queryHash?: string;
}

const isKey = (target: QueryTarget): target is QueryKey => Array.isArray(target);

/** Converts a target to TanStack's filter form. */
export function toFilter(target: QueryTarget): KeyFilter {
  return isKey(target)
    ? { queryKey: target, exact: false }
    : { queryKey: target.queryKey, exact: target.exact === true };
}

/** Whether a value can be used as a target. */
export function isTarget(value: unknown): value is QueryTarget {
  if (Array.isArray(value)) return true;
  return (
    typeof value === 'object' && value !== null && Array.isArray((value as { queryKey?: unknown }).queryKey)
  );
}

/** Whether `key` begins with `prefix`, by TanStack's rule: arrays by position, objects by the prefix's own properties. */
export function matchesPrefix(key: unknown, prefix: unknown): boolean {
  if (key === prefix) return true;
  if (typeof key !== 'object' || typeof prefix !== 'object' || !key || !prefix) return false;
  if (Array.isArray(key) && Array.isArray(prefix)) {
    return prefix.length <= key.length && prefix.every((part, index) => matchesPrefix(key[index], part));
  }
  const whole = key as Record<string, unknown>;
  return Object.entries(prefix).every(([name, part]) => matchesPrefix(whole[name], part));
}
