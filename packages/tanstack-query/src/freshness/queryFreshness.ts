import type { ChannelMessage } from '@channelkit/core';
import type { BridgeSettings } from '../bridgeSettings.ts';
import { PatchWriter } from '../patches/patchWriter.ts';
import type { QueryCacheEventPort, QueryClientPort, QueryPort } from '../queryClientPort.ts';
import { Holds } from '../refetching/holds.ts';
import { PendingMutations } from '../refetching/pendingMutations.ts';
import { RefetchQueue } from '../refetching/refetchQueue.ts';
import { RetryingQueries } from '../refetching/retryingQueries.ts';
import type { RuleOutcome } from '../rules/channelRules.ts';
import type { KeyFilter } from '../rules/queryTarget.ts';
import { type LiveTarget, LiveTargets } from './liveTargets.ts';
import { type FetchCause, type Hit, isAfter, type Moment } from './moment.ts';
import { RecentHits } from './recentHits.ts';
import { TrackedQueries } from './trackedQueries.ts';
import type { Settlement, TrackedQuery, WaitingPatch } from './trackedQuery.ts';
import { UnderWay } from './underWay.ts';
import { type FetchCall, watchFetches } from './watchFetches.ts';

/** The actions that change what is known of a query. */
const changing: ReadonlySet<string> = new Set(['fetch', 'continue', 'success', 'error', 'setState']);

/** Keeps every query of a cache marked stale for as long as no read has seen what concerns it, and has it fetched (8, 9, 24). */
export class QueryFreshness {
  readonly retrying: RetryingQueries = new RetryingQueries();
  readonly #queryClient: QueryClientPort;
  readonly #settings: () => BridgeSettings;
  readonly #queries: TrackedQueries;
  readonly #live = new LiveTargets();
  readonly #recent = new RecentHits();
  readonly #underWay: UnderWay;
  readonly #mutations: PendingMutations;
  readonly #holds: Holds;
  readonly #queue: RefetchQueue;
  readonly #patches: PatchWriter;
  #seq = 0;
  #attached = false;
  #stopCache: (() => void) | null = null;
  #stopOthers: (() => void) | null = null;
  /** After `detach`: queries whose running fetch must not make them look fresh. */
  readonly #lingering = new Set<TrackedQuery>();

  constructor(queryClient: QueryClientPort, settings: () => BridgeSettings) {
    const { timers } = settings();
    this.#queryClient = queryClient;
    this.#settings = settings;
    this.#queries = new TrackedQueries(queryClient, () => timers.now());
    this.#underWay = new UnderWay(timers);
    this.#mutations = new PendingMutations(queryClient.getMutationCache(), this.#underWay);
    this.#holds = new Holds(settings, this.#mutations);
    this.#patches = new PatchWriter(
      queryClient,
      (error) => settings().report(error),
      (tracked, hit) => this.#onHit(tracked, hit),
    );
    this.#queue = new RefetchQueue(settings, this.#holds, (tracked) => this.#patches.apply(tracked));
  }

  attach(): void {
    this.#attached = true;
    this.#lingering.clear();
    const cache = this.#queryClient.getQueryCache();
    this.#stopCache ??= cache.subscribe((event) => this.#onCacheEvent(event));
    const stopMutations = this.#mutations.listen(
      () => this.#now(),
      () => this.#recheckHolds(),
    );
    const stopVisibility = this.#settings().visibility.subscribe(() => this.#queue.nudge());
    this.#stopOthers = () => {
      stopMutations();
      stopVisibility();
    };
    for (const query of cache.getAll()) this.#adopt(query);
  }

  /** Everything that waits is marked already. One cache listener stays until the fetches that could hide a mark have settled. */
  detach(): void {
    this.#attached = false;
    this.#stopOthers?.();
    this.#stopOthers = null;
    for (const tracked of this.#queue.stop()) this.#patches.abandon(tracked);
    for (const tracked of this.#tracked()) {
      if (tracked.running && (tracked.owes || tracked.patched)) this.#lingering.add(tracked);
    }
    this.#queries.clear();
    this.#live.clear();
    this.#underWay.clear();
    this.#holds.clear();
    this.retrying.clear();
    this.#leaveWhenDone();
  }

  /** What happened at `time`, seen now. A read must begin `settle` later to be certain to see it. */
  hitAt(time: number, cause: FetchCause): Hit {
    this.#seq += 1;
    return { time: time + this.#settings().settle, seq: this.#seq, cause };
  }

  /** An event concerns these queries. */
  onEvent({ filters, patches }: RuleOutcome, { channel, event, data }: ChannelMessage): void {
    const settings = this.#settings();
    const now = settings.timers.now();
    const hit = this.hitAt(now, { channel, event });
    if (settings.settle > 0) {
      const patched = patches.map(({ queryKey }) => ({ queryKey, exact: true }));
      const hashed = [...filters, ...patched].map((filter) => this.#queries.withHash(filter));
      this.#recent.add(hashed, hit, now);
    }
    for (const tracked of new Set(filters.flatMap((filter) => this.#queries.find(filter))))
      this.#onHit(tracked, hit);
    for (const patch of patches) {
      for (const tracked of this.#queries.find({ queryKey: patch.queryKey, exact: true }))
        this.#takePatch(tracked, { patch, data, hit });
    }
  }

  /** The queries are live from `since` on: data from before that may have missed something. */
  addLive(filter: KeyFilter, since: Hit, delay: number): LiveTarget {
    const target = { filter: this.#queries.withHash(filter), since };
    this.#live.add(target);
    for (const tracked of this.#queries.find(target.filter)) this.#onGap(tracked, since, delay);
    return target;
  }

  deleteLive(target: LiveTarget): void {
    this.#live.delete(target);
  }

  /** What is marked stale already is owed a fetch: whoever marked it may be gone. */
  adoptMarks(filter: KeyFilter, hit: Hit): void {
    for (const tracked of this.#queries.find(filter)) {
      if (tracked.query.state.isInvalidated) this.#onGap(tracked, hit, 0);
    }
  }

  /** Marks the queries, if no bridge watches them: whatever comes from now on is missed. */
  markUnwatched(filters: readonly KeyFilter[]): void {
    if (this.#attached) return;
    for (const query of this.#queryClient.getQueryCache().getAll()) this.#queries.add(query);
    for (const tracked of filters.flatMap((filter) => this.#queries.find(filter))) tracked.mark();
    this.#queries.clear();
  }

  /** Holds back the first read of a query; the returned function lets it begin. Null: the query has data, or was held back already. */
  holdRead(queryHash: string): (() => void) | null {
    const query = this.#queryClient.getQueryCache().get(queryHash);
    const running = query && this.#queries.peek(query)?.running;
    if (!running || running.wasHeld || query.state.data !== undefined) return null;
    running.wasHeld = true;
    running.begin = null;
    return () => {
      running.begin = this.#now();
    };
  }

  /** The hash of a key, by the options of its query. */
  hashOf(options: Parameters<QueryClientPort['defaultQueryOptions']>[0]): string {
    return this.#queryClient.defaultQueryOptions(options).queryHash ?? '';
  }

  #onHit(tracked: TrackedQuery, hit: Hit): void {
    const settings = this.#settings();
    tracked.plan.event(settings.timers.now(), settings);
    tracked.require(hit);
    this.#serve(tracked);
  }

  #onGap(tracked: TrackedQuery, since: Hit, delay: number): void {
    tracked.require(since);
    if (!tracked.owes) return;
    const settings = this.#settings();
    tracked.plan.gap(settings.timers.now(), { since: since.time, delay }, settings);
    this.#serve(tracked);
  }

  #serve(tracked: TrackedQuery): void {
    if (!tracked.owes) return;
    tracked.mark();
    if (this.#attached && !tracked.running) this.#queue.add(tracked);
  }

  #takePatch(tracked: TrackedQuery, waiting: WaitingPatch): void {
    // `setQueryData` would not find a query that was made with a hash function of its own.
    if (!this.#queries.isReachable(tracked)) {
      this.#onHit(tracked, waiting.hit);
      return;
    }
    tracked.waiting.push(waiting);
    if (this.#holds.heldUntil(tracked) === null) {
      this.#patches.apply(tracked);
      return;
    }
    tracked.mark();
    this.#queue.add(tracked);
  }

  #onCacheEvent({ type, query, action }: QueryCacheEventPort): void {
    if (type === 'added') {
      if (this.#attached) this.#add(query);
    } else if (type === 'removed') {
      this.#forget(query);
    } else if (type === 'updated' && action) {
      if (!changing.has(action.type)) return;
      const tracked = this.#queries.peek(query);
      if (tracked && (this.#attached || this.#lingering.has(tracked))) this.#update(tracked, action);
    } else if (type.startsWith('observer') && type !== 'observerResultsUpdated') {
      // An observer that wants data came, or one left that wanted none.
      const tracked = this.#queries.peek(query);
      if (this.#attached && tracked?.owes) this.#queue.add(tracked);
    }
    if (this.#attached) this.#recheckHolds();
    else this.#leaveWhenDone();
  }

  #update(tracked: TrackedQuery, action: NonNullable<QueryCacheEventPort['action']>): void {
    const { running, owes } = tracked;
    const { settled, isWrite } = tracked.take(action, () => this.#now());
    if (running !== tracked.running) {
      if (running) this.#underWay.end(running);
      if (tracked.running) this.#underWay.add(tracked.running);
    }
    if (this.#patches.isWriting(tracked)) return;
    if (isWrite) this.#onWrite(tracked);
    // An optimistic write may be followed by more, so the fetch waits for quiet.
    if (isWrite && !owes) tracked.plan.waitAgain(this.#settings().timers.now());
    this.#follow(tracked, settled);
  }

  /** Data written by hand may be as old as what runs, and lack what a newer read or patch had seen. */
  #onWrite(tracked: TrackedQuery): void {
    this.#mutations.onWrite(tracked.query, tracked.dataBegin);
    const oldest = this.#underWay.oldestFor(tracked.query);
    if (oldest === null) return;
    tracked.age(oldest);
    const { patched } = tracked;
    if (patched && !isAfter(oldest, patched.hit)) this.#checkPatch(tracked);
  }

  #checkPatch(tracked: TrackedQuery): void {
    if (!tracked.patched) return;
    const { hit, data } = tracked.patched;
    const isOverwritten = tracked.query.state.data !== data;
    if (!isOverwritten && !tracked.sees(hit)) return;
    tracked.patched = null;
    if (!tracked.sees(hit)) this.#onHit(tracked, hit);
  }

  #follow(tracked: TrackedQuery, settled: Settlement | null): void {
    const { plan, query } = tracked;
    const { timers } = this.#settings();
    if (settled) this.#checkPatch(tracked);
    if (settled === 'success') plan.recovered();
    if (!tracked.hasBaseline && query.state.data !== undefined) this.#checkBaseline(tracked);
    tracked.dropSeenPatches();
    if (tracked.waiting.length > 0) tracked.mark();
    if (tracked.owes) {
      if (settled === 'error') plan.failed(timers.now(), timers.random());
      // The app cancelled this fetch, perhaps to write optimistically, so another waits for quiet.
      if (settled === 'cancel') plan.waitAgain(timers.now());
      this.#serve(tracked);
    } else if (settled === 'success') {
      plan.clear();
    }
    this.retrying.set(query.queryHash, this.#attached && tracked.owes && plan.isRetrying);
  }

  /** Data that appears after its channels went live is compared with them once. Later gaps find the query in the cache. */
  #checkBaseline(tracked: TrackedQuery): void {
    tracked.hasBaseline = true;
    const since = this.#live.requiredSince(tracked.query);
    if (since) this.#onGap(tracked, since, 0);
  }

  #add(query: QueryPort): void {
    const tracked = this.#watch(this.#queries.add(query));
    const hit = this.#recent.latestFor(query, this.#settings().timers.now());
    if (hit) this.#onHit(tracked, hit);
    if (query.state.data !== undefined) this.#checkBaseline(tracked);
  }

  /** Takes over a query that was cached before `attach`. */
  #adopt(query: QueryPort): void {
    const tracked = this.#watch(this.#queries.add(query));
    const call: FetchCall | null = query.promise ? { isBorrowed: false } : null;
    tracked.reconcile(this.#settings().timers.now(), call);
    tracked.hasBaseline = true;
    if (tracked.running) this.#underWay.add(tracked.running);
    if (call) {
      const end = () => this.#onEnd(tracked, call);
      query.promise?.then(end, end);
    }
    this.#serve(tracked);
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
    this.#underWay.end(running);
    this.#follow(tracked, 'cancel');
    if (!this.#attached) this.#leaveWhenDone();
  }

  #recheckHolds(): void {
    if (this.#holds.recheck()) this.#queue.nudge();
  }

  #forget(query: QueryPort): void {
    const tracked = this.#queries.peek(query);
    if (!tracked) return;
    tracked.unwatch?.();
    if (tracked.running) this.#underWay.end(tracked.running);
    this.#queries.delete(tracked);
    this.#queue.delete(tracked);
    this.#holds.forget(tracked);
    this.#lingering.delete(tracked);
    this.retrying.set(query.queryHash, false);
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
      .map((query) => this.#queries.peek(query))
      .filter((tracked) => tracked !== undefined);
  }

  #now(): Moment {
    this.#seq += 1;
    return { time: this.#settings().timers.now(), seq: this.#seq };
  }
}
