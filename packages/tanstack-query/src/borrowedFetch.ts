import type { QueryPort } from './queryClientPort.ts';

/** Told true before a fetch with a borrowed promise begins, and false when it has begun. */
export type BorrowListener = (isBeginning: boolean) => void;

/** The listeners of a query's watched `fetch`, on the function itself: all bridges share them. */
const listenersKey: unique symbol = Symbol.for('@channelkit/tanstack-query borrowed fetch');

interface WatchedFetch {
  [listenersKey]?: Set<BorrowListener>;
}

const isBorrowed = (options: unknown): boolean =>
  (options as { initialPromise?: unknown } | undefined)?.initialPromise !== undefined;

/**
 * Tells of fetches that are given a promise made elsewhere, earlier, as `hydrate` does with what a server streams. The cache
 * announces those like any refetch, so it is the query's own `fetch` that is watched; everything is passed through, and
 * the last listener takes the watch away. Returns the unsubscribe.
 */
export function onBorrowedFetch(query: QueryPort, listener: BorrowListener): () => void {
  const listeners = (query.fetch as WatchedFetch)[listenersKey] ?? watch(query);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    const isOurs = (query.fetch as WatchedFetch)[listenersKey] === listeners;
    // What somebody else wrapped since stays whole.
    if (listeners.size === 0 && isOurs) Reflect.deleteProperty(query, 'fetch');
  };
}

function watch(query: QueryPort): Set<BorrowListener> {
  const listeners = new Set<BorrowListener>();
  const original = query.fetch.bind(query);
  const fetch: QueryPort['fetch'] & WatchedFetch = (...args) => {
    if (!isBorrowed(args[1])) return original(...args);
    for (const listener of listeners) listener(true);
    const result = original(...args);
    for (const listener of listeners) listener(false);
    return result;
  };
  fetch[listenersKey] = listeners;
  Object.defineProperty(query, 'fetch', { value: fetch, configurable: true, writable: true });
  return listeners;
}
