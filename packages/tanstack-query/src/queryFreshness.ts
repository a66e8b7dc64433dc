import type { ChannelMessage } from '@channelkit/core';
import type { LiveChannels } from './liveChannels.ts';
import { type FetchCause, isAfter, longAgo, type Moment } from './moment.ts';
import { PatchWriter } from './patchWriter.ts';
import type { BridgeSettings } from './queryBridge.ts';
import type { QueryCacheEventPort, QueryClientPort, QueryPort } from './queryClientPort.ts';
import { QueryEntry } from './queryEntry.ts';
import type { QueryPatch } from './queryPatch.ts';
import { type Change, QueryRecord } from './queryRecord.ts';
import { type KeyFilter, RecentHits } from './recentHits.ts';
import { RefetchQueue } from './refetchQueue.ts';

/** Keeps every query of a cache marked stale for as long as no read has seen what hit it, and has it fetched (8, 9). */
export class QueryFreshness {
  readonly #queryClient: QueryClientPort;
  readonly #settings: () => BridgeSettings;
  readonly #live: LiveChannels;
  readonly #queue: RefetchQueue;
  readonly #patches: PatchWriter;
  readonly #recent = new RecentHits();
  readonly #entries = new WeakMap<QueryPort, QueryEntry>();
  #seq = 0;
  #attached = false;
  #stopCache: (() => void) | null = null;
  #stopOthers: (() => void) | null = null;
  /** After `detach`: entries whose running fetch must not make them look fresh. */
  readonly #lingering = new Set<QueryEntry>();
  /** What was fetched during a hold: a late write of the mutation may yet put something older there. */
  readonly #seenWhileHeld = new Set<QueryEntry>();

  constructor(queryClient: QueryClientPort, settings: () => BridgeSettings, live: LiveChannels) {
    this.#queryClient = queryClient;
    this.#settings = settings;
    this.#live = live;
    this.#queue = new RefetchQueue({
      timers: settings().timers,
      timing: settings,
      isHidden: () => settings().visibility.isHidden(),
      isHeld: (entry) => this.#isHeld(entry),
      onFetch: (entry) => this.#tellFetch(entry),
      applyPatches: (entry) => this.#patches.apply(entry),
    });
    this.#patches = new PatchWriter({
      queryClient,
      report: (error) => settings().report(error),
      isHeld: (entry) => this.#isHeld(entry),
      queue: (entry) => this.#queue.add(entry),
      fetchInstead: (entry, moment) => this.#fetchInstead(entry, moment),
    });
  }

  attach(): void {
    this.#attached = true;
    this.#lingering.clear();
    this.#stopCache ??= this.#queryClient.getQueryCache().subscribe((event) => this.#onCacheEvent(event));
    const offMutations = this.#queryClient.getMutationCache().subscribe(() => this.#afterHold());
    const offVisibility = this.#settings().visibility.subscribe(() => this.#queue.nudge());
    this.#stopOthers = () => {
      offMutations();
      offVisibility();
    };
    for (const query of this.#queryClient.getQueryCache().getAll()) {
      const entry = this.#entryOf(query);
      entry.record.reconcile();
      entry.watch();
      if (entry.wantsFetch) this.#queue.add(entry);
    }
  }

  /** Everything that waits is marked already; one cache listener stays until the fetches that could hide it have settled. */
  detach(): void {
    this.#attached = false;
    this.#stopOthers?.();
    this.#stopOthers = null;
    this.#seenWhileHeld.clear();
    for (const entry of this.#queue.stop()) this.#patches.abandon(entry);
    for (const query of this.#queryClient.getQueryCache().getAll()) {
      const entry = this.#entries.get(query);
      if (entry?.record.running && (entry.record.hit || entry.record.patched)) this.#lingering.add(entry);
    }
    this.#leaveWhenDone();
  }

  /** What happened at `time`, told now: a read must begin `settle` after it to see it. */
  momentAt(time: number, cause: FetchCause): Moment {
    this.#seq += 1;
    return { time: time + this.#settings().settle, seq: this.#seq, cause };
  }

  /** An event concerns these queries. */
  onEvent(
    targets: readonly KeyFilter[],
    patches: readonly QueryPatch<unknown>[],
    { channel, event, data }: ChannelMessage,
  ): void {
    const now = this.#settings().timers.now();
    const moment = this.momentAt(now, { channel, event });
    const cache = this.#queryClient.getQueryCache();
    const patched = patches.map(({ queryKey }) => ({ queryKey, exact: true }));
    this.#recent.add([...targets, ...patched], moment, now);
    for (const query of new Set(targets.flatMap((target) => cache.findAll(target)))) {
      const entry = this.#entryOf(query);
      entry.plan.event(now);
      this.#hit(entry, moment);
    }
    for (const patch of patches) {
      for (const query of cache.findAll({ queryKey: patch.queryKey, exact: true })) {
        this.#patches.take(this.#entryOf(query), { patch, data, moment });
      }
    }
  }

  /** Events that concern these queries may have been missed before `since`. */
  onGap(target: KeyFilter, since: Moment, delay: number): void {
    for (const query of this.#queryClient.getQueryCache().findAll(target)) {
      this.#requireSince(this.#entryOf(query), since, delay);
    }
  }

  #requireSince(entry: QueryEntry, since: Moment, delay: number): void {
    if (entry.record.dataSees(since)) return;
    const { timers, wait } = this.#settings();
    entry.plan.catchUp(Math.max(timers.now() + wait + delay, since.time));
    this.#hit(entry, since);
  }

  #hit(entry: QueryEntry, moment: Moment): void {
    entry.record.expect(moment);
    entry.wantsFetch = true;
    entry.mark();
    if (this.#attached && !entry.record.running) this.#queue.add(entry);
  }

  #onCacheEvent({ type, query, action }: QueryCacheEventPort): void {
    if (type === 'added') {
      const entry = this.#entryOf(query);
      entry.watch();
      this.#checkRecent(entry);
      this.#checkAge(entry);
    } else if (type === 'removed') {
      this.#forget(query);
    } else if (type === 'updated' && action) {
      const entry = this.#entryOf(query);
      const couldSee = entry.record.hit !== null && entry.record.runningSees(entry.record.hit);
      const change = entry.record.take(action, () => this.#now());
      if (!this.#patches.isWriting(entry)) this.#follow(entry, change, couldSee);
    } else if (type.startsWith('observer') && type !== 'observerResultsUpdated') {
      // One came that wants data, or one left that wanted none.
      const entry = this.#entries.get(query);
      if (this.#attached && entry?.wantsFetch) this.#queue.add(entry);
    }
    this.#afterHold();
    if (!this.#attached) this.#leaveWhenDone();
  }

  #follow(entry: QueryEntry, { settled, isWrite }: Change, couldSee: boolean): void {
    const { record } = entry;
    const now = this.#settings().timers.now();
    this.#checkAge(entry);
    if (isWrite && this.#seenWhileHeld.has(entry) && this.#requiredSince(record.query, longAgo)) {
      this.#fetchInstead(entry, this.#now());
    }
    if (settled === 'success' && this.#isHeld(entry)) this.#seenWhileHeld.add(entry);
    if (settled && record.patched) {
      const { moment, data } = record.patched;
      const overwritten = record.query.state.data !== data;
      const seen = record.dataSees(moment);
      if (overwritten || seen) record.patched = null;
      if (overwritten && !seen) {
        entry.plan.event(now);
        this.#hit(entry, moment);
      }
    }
    entry.dropSeenPatches();
    if (entry.waiting.length > 0) entry.mark();
    if (!record.hit) return;
    if (settled === 'success' && record.dataSees(record.hit)) {
      entry.resolve();
      return;
    }
    entry.mark();
    // The mark remains; another try at once would only be TanStack's own retries over again.
    if (settled === 'error' && couldSee) entry.wantsFetch = false;
    // Somebody wanted quiet, perhaps to write: not at once.
    if (settled === 'cancel') entry.plan.waitAnew(now);
    if (settled && entry.wantsFetch && this.#attached) this.#queue.add(entry);
  }

  #checkRecent(entry: QueryEntry): void {
    const now = this.#settings().timers.now();
    const moment = this.#recent.latestFor(entry.record.query, now, this.#queryClient.getQueryCache());
    if (moment) this.#fetchInstead(entry, moment);
  }

  /** Data that is older than a live channel counts as hit, whenever and from wherever it came. */
  #checkAge(entry: QueryEntry): void {
    const { record } = entry;
    if (!this.#attached || record.query.state.data === undefined) return;
    const since = this.#requiredSince(record.query, record.dataBegin);
    const isKnown = since === null || (record.hit !== null && !isAfter(since, record.hit));
    if (!isKnown) this.#requireSince(entry, since, 0);
  }

  #requiredSince(query: QueryPort, begin: Moment): Moment | null {
    return this.#live.requiredSince(query, begin, this.#queryClient.getQueryCache());
  }

  #fetchInstead(entry: QueryEntry, moment: Moment): void {
    entry.plan.event(this.#settings().timers.now());
    this.#hit(entry, moment);
  }

  #tellFetch({ record: { query, hit }, plan: { events } }: QueryEntry): void {
    const { onFetch, report } = this.#settings();
    try {
      onFetch?.({ queryKey: query.queryKey, cause: hit?.cause ?? null, events });
    } catch (error) {
      report(error);
    }
  }

  #isHeld(entry: QueryEntry): boolean {
    const { holdWhile, report } = this.#settings();
    try {
      return holdWhile(entry.record.query.queryKey);
    } catch (error) {
      report(error);
      return false;
    }
  }

  #afterHold(): void {
    this.#queue.nudgeHeld();
    for (const entry of this.#seenWhileHeld) {
      if (!this.#isHeld(entry)) this.#seenWhileHeld.delete(entry);
    }
  }

  #entryOf(query: QueryPort): QueryEntry {
    const found = this.#entries.get(query);
    if (found) return found;
    const made = new QueryEntry(new QueryRecord(query));
    this.#entries.set(query, made);
    return made;
  }

  #forget(query: QueryPort): void {
    const entry = this.#entries.get(query);
    if (!entry) return;
    entry.unwatch();
    this.#entries.delete(query);
    this.#queue.delete(entry);
    this.#lingering.delete(entry);
    this.#seenWhileHeld.delete(entry);
  }

  #leaveWhenDone(): void {
    for (const entry of this.#lingering) {
      if (!entry.record.running) this.#lingering.delete(entry);
    }
    if (this.#lingering.size > 0 || !this.#stopCache) return;
    this.#stopCache();
    this.#stopCache = null;
    for (const query of this.#queryClient.getQueryCache().getAll()) this.#entries.get(query)?.unwatch();
  }

  #now(): Moment {
    this.#seq += 1;
    return { time: this.#settings().timers.now(), seq: this.#seq };
  }
}
