import type { ChannelMessage } from '@channelkit/core';
import type { BridgeSettings } from '../bridgeSettings.ts';
import { PatchWriter } from '../patches/patchWriter.ts';
import type { QueryClientPort } from '../queryClientPort.ts';
import { Holds } from '../refetching/holds.ts';
import { PendingMutations } from '../refetching/pendingMutations.ts';
import { RefetchQueue } from '../refetching/refetchQueue.ts';
import { RetryingQueries } from '../refetching/retryingQueries.ts';
import type { RuleOutcome } from '../rules/channelRules.ts';
import type { KeyFilter } from '../rules/queryTarget.ts';
import { type LiveTarget, LiveTargets } from './liveTargets.ts';
import { type FetchCause, type Hit, isAfter } from './moment.ts';
import { QueryWatch } from './queryWatch.ts';
import { RecentHits } from './recentHits.ts';
import type { Change, Settlement, TrackedQuery, WaitingPatch } from './trackedQuery.ts';

/** Keeps every query of a cache marked stale for as long as no read has seen what concerns it, and has it fetched (8, 9, 24). */
export class QueryFreshness {
  readonly retrying: RetryingQueries = new RetryingQueries();
  readonly #queryClient: QueryClientPort;
  readonly #settings: () => BridgeSettings;
  readonly #watch: QueryWatch;
  readonly #live = new LiveTargets();
  readonly #recent = new RecentHits();
  readonly #mutations: PendingMutations;
  readonly #holds: Holds;
  readonly #queue: RefetchQueue;
  readonly #patches: PatchWriter;
  #attached = false;
  #stopOthers: (() => void) | null = null;

  constructor(queryClient: QueryClientPort, settings: () => BridgeSettings) {
    this.#queryClient = queryClient;
    this.#settings = settings;
    this.#watch = new QueryWatch(queryClient, settings().timers, {
      onAdded: (tracked, isNew) => this.#onAdded(tracked, isNew),
      onChange: (tracked, change) => this.#onChange(tracked, change),
      // An observer that wants data came, or one left that wanted none.
      onObserver: (tracked) => tracked.owes && this.#queue.add(tracked),
      onRemoved: (tracked) => this.#onRemoved(tracked),
      onEvent: () => this.#recheckHolds(),
    });
    this.#mutations = new PendingMutations(queryClient.getMutationCache(), this.#watch.underWay);
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
    const stopMutations = this.#mutations.listen(
      () => this.#watch.now(),
      () => this.#recheckHolds(),
    );
    const stopVisibility = this.#settings().visibility.subscribe(() => this.#queue.nudge());
    this.#stopOthers = () => {
      stopMutations();
      stopVisibility();
    };
    this.#watch.start();
  }

  /** Everything that waits is marked already. */
  detach(): void {
    this.#attached = false;
    this.#stopOthers?.();
    this.#stopOthers = null;
    for (const tracked of this.#queue.stop()) this.#patches.abandon(tracked);
    this.#live.clear();
    this.#holds.clear();
    this.retrying.clear();
    this.#watch.stop();
  }

  /** What happened at `time`, seen now. A read must begin `settle` later to be certain to see it. */
  hitAt(time: number, cause: FetchCause): Hit {
    const { seq } = this.#watch.now();
    return { time: time + this.#settings().settle, seq, cause };
  }

  /** An event concerns these queries. */
  onEvent({ filters, patches }: RuleOutcome, { channel, event, data }: ChannelMessage): void {
    const settings = this.#settings();
    const now = settings.timers.now();
    const hit = this.hitAt(now, { channel, event });
    if (settings.settle > 0) {
      const patched = patches.map(({ queryKey }) => ({ queryKey, exact: true }));
      const hashed = [...filters, ...patched].map((filter) => this.#watch.queries.withHash(filter));
      this.#recent.add(hashed, hit, now);
    }
    for (const tracked of new Set(filters.flatMap((filter) => this.#watch.queries.find(filter))))
      this.#onHit(tracked, hit);
    for (const patch of patches) {
      for (const tracked of this.#watch.queries.find({ queryKey: patch.queryKey, exact: true }))
        this.#takePatch(tracked, { patch, data, hit });
    }
  }

  /** The queries are live from `since` on: data from before that may have missed something. */
  addLive(filter: KeyFilter, since: Hit, delay: number): LiveTarget {
    const target = { filter: this.#watch.queries.withHash(filter), since };
    this.#live.add(target);
    for (const tracked of this.#watch.queries.find(target.filter)) this.#onGap(tracked, since, delay);
    return target;
  }

  /** What the server read at `readAt` or later, and has come with the page, has seen everything up to `since`. */
  trustServer(filter: KeyFilter, since: Hit, readAt: number): void {
    for (const tracked of this.#watch.queries.find(filter)) tracked.trustServer(since, readAt);
  }

  deleteLive(target: LiveTarget): void {
    this.#live.delete(target);
  }

  /** What is marked stale already is owed a fetch: whoever marked it may be gone. */
  adoptMarks(filter: KeyFilter, hit: Hit): void {
    for (const tracked of this.#watch.queries.find(filter)) {
      if (tracked.query.state.isInvalidated) this.#onGap(tracked, hit, 0);
    }
  }

  /** Marks the queries, if no bridge watches them: whatever comes from now on is missed. */
  markUnwatched(filters: readonly KeyFilter[]): void {
    if (this.#attached || filters.length === 0) return;
    for (const query of this.#queryClient.getQueryCache().getAll()) this.#watch.queries.add(query);
    for (const tracked of filters.flatMap((filter) => this.#watch.queries.find(filter))) tracked.mark();
    this.#watch.queries.clear();
  }

  /** Holds back the first read of a query; the returned function lets it begin. Null: the query has data, or was held back already. */
  holdRead(queryHash: string): (() => void) | null {
    const query = this.#queryClient.getQueryCache().get(queryHash);
    const tracked = query && this.#watch.queries.peek(query);
    if (!tracked?.running || tracked.running.wasHeld || query?.state.data !== undefined) return null;
    tracked.running.wasHeld = true;
    tracked.running.begin = null;
    return () => {
      if (tracked.running) tracked.running.begin ??= this.#watch.now();
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
    if (tracked.sees(since)) return;
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
    if (!this.#watch.queries.isReachable(tracked)) {
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

  #onChange(tracked: TrackedQuery, { settled, isWrite, wasOwed }: Change): void {
    if (this.#patches.isWriting(tracked)) return;
    if (isWrite) this.#onWrite(tracked);
    // The app may go on to write or invalidate, so the fetch waits for quiet.
    if (isWrite && !wasOwed && tracked.owes) tracked.plan.waitAgain(this.#settings().timers.now());
    this.#follow(tracked, settled);
  }

  /** Data written by hand may be as old as what runs, and lack what a newer read or patch had seen. */
  #onWrite(tracked: TrackedQuery): void {
    this.#mutations.onWrite(tracked.query, tracked.dataBegin);
    const oldest = this.#watch.underWay.oldestFor(tracked.query);
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

  #onAdded(tracked: TrackedQuery, isNew: boolean): void {
    if (!isNew) {
      // The channels that are live are yet to come, and will find it.
      tracked.hasBaseline = true;
      this.#serve(tracked);
      return;
    }
    const hit = this.#recent.latestFor(tracked.query, this.#settings().timers.now());
    if (hit) this.#onHit(tracked, hit);
    if (tracked.query.state.data !== undefined) this.#checkBaseline(tracked);
  }

  #onRemoved(tracked: TrackedQuery): void {
    this.#queue.delete(tracked);
    this.#holds.forget(tracked);
    this.retrying.set(tracked.query.queryHash, false);
  }

  #recheckHolds(): void {
    if (this.#holds.recheck()) this.#queue.nudge();
  }
}
