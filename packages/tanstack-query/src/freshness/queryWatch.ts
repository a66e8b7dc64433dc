import type { Timers } from '@channelkit/core';
import type { QueryCacheEventPort, QueryClientPort, QueryPort } from '../queryClientPort.ts';
import type { Moment } from './moment.ts';
import { TrackedQueries } from './trackedQueries.ts';
import type { Change, TrackedQuery } from './trackedQuery.ts';
import { UnderWay } from './underWay.ts';
import { type FetchCall, watchFetches } from './watchFetches.ts';

/** Receives what happens to the queries of a cache. */
export interface QueryWatchListener {
  /** A query is new in the cache, or was cached before the watch started. */
  onAdded(tracked: TrackedQuery, isNew: boolean): void;
  onChange(tracked: TrackedQuery, change: Change): void;
  /** An observer came or left, or changed its options. */
  onObserver(tracked: TrackedQuery): void;
  onRemoved(tracked: TrackedQuery): void;
  /** After each event of the cache. */
  onEvent(): void;
}

/** The actions that change what is known of a query. */
const changing: ReadonlySet<string> = new Set(['fetch', 'continue', 'success', 'error', 'setState']);

/** Keeps the records of a cache's queries up to date, by the events of the cache and the calls of each query's `fetch`. */
export class QueryWatch {
  readonly queries: TrackedQueries;
  readonly underWay: UnderWay;
  readonly #queryClient: QueryClientPort;
  readonly #timers: Timers;
  readonly #listener: QueryWatchListener;
  #seq = 0;
  #isOn = false;
  #stopCache: (() => void) | null = null;
  /** After `stop`: queries whose running fetch must not make them look fresh. */
  readonly #lingering = new Set<TrackedQuery>();

  constructor(queryClient: QueryClientPort, timers: Timers, listener: QueryWatchListener) {
    this.#queryClient = queryClient;
    this.#timers = timers;
    this.#listener = listener;
    this.queries = new TrackedQueries(queryClient, () => timers.now());
    this.underWay = new UnderWay(timers);
  }

  start(): void {
    this.#isOn = true;
    this.#lingering.clear();
    const cache = this.#queryClient.getQueryCache();
    this.#stopCache ??= cache.subscribe((event) => this.#onCacheEvent(event));
    for (const query of cache.getAll()) this.#adopt(query);
  }

  /** One cache listener stays until the fetches that could hide a mark have settled. */
  stop(): void {
    this.#isOn = false;
    for (const tracked of this.#tracked()) {
      if (tracked.running && (tracked.owes || tracked.patched)) this.#lingering.add(tracked);
    }
    this.queries.clear();
    this.underWay.clear();
    this.#leaveWhenDone();
  }

  /** The present, after everything that was seen before. */
  now(): Moment {
    this.#seq += 1;
    return { time: this.#timers.now(), seq: this.#seq };
  }

  #onCacheEvent({ type, query, action }: QueryCacheEventPort): void {
    if (type === 'added') {
      if (this.#isOn) this.#listener.onAdded(this.#watch(this.queries.add(query)), true);
    } else if (type === 'removed') {
      this.#forget(query);
    } else if (type === 'updated' && action) {
      if (!changing.has(action.type)) return;
      const tracked = this.queries.peek(query);
      if (tracked && (this.#isOn || this.#lingering.has(tracked))) this.#update(tracked, action);
    } else if (type.startsWith('observer') && type !== 'observerResultsUpdated') {
      const tracked = this.queries.peek(query);
      if (this.#isOn && tracked) this.#listener.onObserver(tracked);
    }
    if (this.#isOn) this.#listener.onEvent();
    else this.#leaveWhenDone();
  }

  #update(tracked: TrackedQuery, action: NonNullable<QueryCacheEventPort['action']>): void {
    const { running } = tracked;
    const change = tracked.take(action, () => this.now());
    if (running !== tracked.running) {
      if (running) this.underWay.end(running);
      if (tracked.running) this.underWay.add(tracked.running);
    }
    this.#listener.onChange(tracked, change);
  }

  /** Takes over a query that was cached before the start. */
  #adopt(query: QueryPort): void {
    const tracked = this.#watch(this.queries.add(query));
    const call: FetchCall | null = query.promise ? { isBorrowed: false } : null;
    tracked.reconcile(this.#timers.now(), call);
    if (tracked.running) this.underWay.add(tracked.running);
    if (call) {
      const end = () => this.#onEnd(tracked, call);
      query.promise?.then(end, end);
    }
    this.#listener.onAdded(tracked, false);
  }

  #watch(tracked: TrackedQuery): TrackedQuery {
    tracked.unwatch ??= watchFetches(tracked.query, {
      onCall: (call) => tracked.calls(call),
      onCalled: () => tracked.calls(null),
      onEnd: (call) => this.#onEnd(tracked, call),
    });
    return tracked;
  }

  #onEnd(tracked: TrackedQuery, call: FetchCall): void {
    const { running } = tracked;
    if (!running || !tracked.end(call)) return;
    this.underWay.end(running);
    this.#listener.onChange(tracked, { settled: 'cancel', isWrite: false, wasOwed: tracked.owes });
    if (!this.#isOn) this.#leaveWhenDone();
  }

  #forget(query: QueryPort): void {
    const tracked = this.queries.peek(query);
    if (!tracked) return;
    tracked.unwatch?.();
    if (tracked.running) this.underWay.end(tracked.running);
    this.queries.delete(tracked);
    this.#lingering.delete(tracked);
    this.#listener.onRemoved(tracked);
  }

  #leaveWhenDone(): void {
    for (const tracked of this.#lingering) if (!tracked.running) this.#lingering.delete(tracked);
    if (this.#lingering.size > 0 || !this.#stopCache) return;
    this.#stopCache();
    this.#stopCache = null;
    for (const tracked of this.#tracked()) {
      tracked.unwatch?.();
      tracked.unwatch = null;
    }
  }

  #tracked(): readonly TrackedQuery[] {
    return this.#queryClient
      .getQueryCache()
      .getAll()
      .map((query) => this.queries.peek(query))
      .filter((tracked) => tracked !== undefined);
  }
}
