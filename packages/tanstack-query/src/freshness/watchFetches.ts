import type { QueryPort } from '../queryClientPort.ts';
import { createStamp } from './fetchStamp.ts';

/** One call of a query's `fetch`. */
export interface FetchCall {
  /** It was given a promise made elsewhere, earlier, as `hydrate` does with data that a server streams. */
  readonly isBorrowed: boolean;
}

/** Listens to the calls of a query's `fetch`. */
export interface FetchListener {
  /** A call begins; the cache announces the fetch that it starts, if it starts one, before `onCalled`. */
  onCall(call: FetchCall): void;
  /** The call has returned. */
  onCalled(call: FetchCall): void;
  /** The promise of the call has settled. The cache does not announce the end of a fetch that was cancelled silently. */
  onEnd(call: FetchCall): void;
}

/** The listeners of a watched `fetch`, on the function itself: all bridges share them. */
const listenersKey: unique symbol = Symbol.for('@channelkit/tanstack-query fetch listeners');

interface WatchedFetch {
  [listenersKey]?: Set<FetchListener>;
}

interface FetchOptions {
  readonly initialPromise?: unknown;
  readonly meta?: object;
}

/**
 * Watches a query's own `fetch`, because the cache announces neither where a fetch gets its data, nor that it was restarted, nor a
 * silent end. Adds a stamp to the metadata of each fetch and passes everything else through. Returns the unsubscribe; the last one
 * removes the watch.
 */
export function watchFetches(query: QueryPort, listener: FetchListener): () => void {
  const listeners = (query.fetch as WatchedFetch)[listenersKey] ?? watch(query);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    const isOurs = (query.fetch as WatchedFetch)[listenersKey] === listeners;
    // Another library may have wrapped `fetch` since; its wrapper must stay.
    if (listeners.size === 0 && isOurs) Reflect.deleteProperty(query, 'fetch');
  };
}

function watch(query: QueryPort): Set<FetchListener> {
  const listeners = new Set<FetchListener>();
  const original = query.fetch.bind(query) as (options?: unknown, fetch?: FetchOptions) => Promise<unknown>;
  const fetch = (options?: unknown, given?: FetchOptions): Promise<unknown> => {
    const call: FetchCall = { isBorrowed: given?.initialPromise !== undefined };
    for (const listener of listeners) listener.onCall(call);
    const meta = { ...given?.meta, ...createStamp(query.state) };
    const result = original(options, call.isBorrowed ? given : { ...given, meta });
    for (const listener of listeners) listener.onCalled(call);
    const end = () => {
      for (const listener of listeners) listener.onEnd(call);
    };
    result.then(end, end);
    return result;
  };
  Object.assign(fetch, { [listenersKey]: listeners });
  Object.defineProperty(query, 'fetch', { value: fetch, configurable: true, writable: true });
  return listeners;
}
