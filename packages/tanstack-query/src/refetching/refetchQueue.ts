import type { Timers } from '@channelkit/core';
import { Alarm } from '@channelkit/core/internal';
import type { BridgeSettings } from '../bridgeSettings.ts';
import type { TrackedQuery } from '../freshness/trackedQuery.ts';
import type { Holds } from './holds.ts';

const ignore = (): void => {};

/** The queries that owe a fetch or a patch, and the one timer that serves them. Never starts a fetch beside a running one. */
export class RefetchQueue {
  readonly #settings: () => BridgeSettings;
  readonly #holds: Holds;
  readonly #applyPatches: (tracked: TrackedQuery) => void;
  readonly #timers: Timers;
  readonly #alarm: Alarm;
  readonly #queries = new Set<TrackedQuery>();
  #ringsAt = Number.POSITIVE_INFINITY;

  constructor(settings: () => BridgeSettings, holds: Holds, applyPatches: (tracked: TrackedQuery) => void) {
    this.#settings = settings;
    this.#holds = holds;
    this.#applyPatches = applyPatches;
    this.#timers = settings().timers;
    this.#alarm = new Alarm(this.#timers);
  }

  add(tracked: TrackedQuery): void {
    this.#queries.add(tracked);
    const hasPatches = tracked.waiting.length > 0;
    this.#ringAt(hasPatches ? this.#timers.now() : tracked.plan.dueAt(this.#settings()));
  }

  delete(tracked: TrackedQuery): void {
    this.#queries.delete(tracked);
  }

  /** Something changed that queries may be waiting for. */
  nudge(): void {
    if (this.#queries.size > 0) this.#ringAt(this.#timers.now());
  }

  /** Stops until something is added; returns what was waiting. */
  stop(): readonly TrackedQuery[] {
    const queries = [...this.#queries];
    this.#queries.clear();
    this.#alarm.clear();
    this.#ringsAt = Number.POSITIVE_INFINITY;
    return queries;
  }

  #ringAt(at: number): void {
    if (at >= this.#ringsAt) return;
    this.#ringsAt = at;
    this.#alarm.set(Math.max(0, at - this.#timers.now()), () => this.#ring());
  }

  #ring(): void {
    this.#ringsAt = Number.POSITIVE_INFINITY;
    for (const tracked of [...this.#queries]) this.#serve(tracked);
  }

  #serve(tracked: TrackedQuery): void {
    const { plan } = tracked;
    const hasPatches = tracked.waiting.length > 0;
    if (!hasPatches && !this.#canFetch(tracked)) {
      // A fetch that settles, a new observer or another event adds it again.
      this.#queries.delete(tracked);
      return;
    }
    const due = hasPatches ? Number.NEGATIVE_INFINITY : plan.dueAt(this.#settings());
    const now = this.#timers.now();
    const waitUntil = due > now ? due : this.#holds.heldUntil(tracked);
    if (waitUntil !== null) {
      this.#ringAt(waitUntil);
    } else if (hasPatches) {
      this.#queries.delete(tracked);
      this.#applyPatches(tracked);
      if (this.#canFetch(tracked)) this.add(tracked);
    } else if (!this.#settings().visibility.isHidden()) {
      this.#queries.delete(tracked);
      this.#fetch(tracked, now);
    }
  }

  #fetch(tracked: TrackedQuery, now: number): void {
    const { query, plan, required } = tracked;
    const { onFetch, report } = this.#settings();
    try {
      if (required) onFetch?.({ queryKey: query.queryKey, cause: required.cause, events: plan.events });
    } catch (error) {
      report(error);
    }
    plan.begun(now, this.#settings());
    // No fetch runs, so a query that says otherwise was cancelled silently: TanStack must not wait for that fetch.
    query.fetch(undefined, { cancelRefetch: query.state.fetchStatus !== 'idle' }).catch(ignore);
  }

  #canFetch({ owes, running, query }: TrackedQuery): boolean {
    return owes && !running && query.isActive() && query.isStatic?.() !== true;
  }
}
