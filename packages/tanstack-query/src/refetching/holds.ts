import { RealtimeError } from '@channelkit/core';
import { CK504 } from '@channelkit/core/internal';
import type { BridgeSettings } from '../bridgeSettings.ts';
import type { TrackedQuery } from '../freshness/trackedQuery.ts';
import type { PendingMutations } from './pendingMutations.ts';

interface Hold {
  readonly until: number;
  isReported: boolean;
}

/** Keeps patches and fetches away from queries that a mutation may still write, up to `maxHold`. */
export class Holds {
  readonly #settings: () => BridgeSettings;
  readonly #mutations: PendingMutations;
  readonly #holds = new Map<TrackedQuery, Hold>();

  constructor(settings: () => BridgeSettings, mutations: PendingMutations) {
    this.#settings = settings;
    this.#mutations = mutations;
  }

  /** Until when a query is held at the longest; null: it is not held. */
  heldUntil(tracked: TrackedQuery): number | null {
    if (!this.#wants(tracked)) {
      this.#holds.delete(tracked);
      return null;
    }
    const { timers, maxHold, report } = this.#settings();
    const now = timers.now();
    const hold = this.#holds.get(tracked) ?? { until: now + maxHold, isReported: false };
    this.#holds.set(tracked, hold);
    if (now < hold.until) return hold.until;
    if (!hold.isReported) {
      hold.isReported = true;
      const key = JSON.stringify(tracked.query.queryKey);
      report(new RealtimeError(CK504, `the query ${key} was held for ${maxHold} ms`));
    }
    return null;
  }

  /** Asks again about every query that is held; returns whether one no longer is. */
  recheck(): boolean {
    let isReleased = false;
    for (const tracked of this.#holds.keys()) {
      if (this.#wants(tracked)) continue;
      this.#holds.delete(tracked);
      isReleased = true;
    }
    return isReleased;
  }

  forget(tracked: TrackedQuery): void {
    this.#holds.delete(tracked);
  }

  clear(): void {
    this.#holds.clear();
  }

  #wants(tracked: TrackedQuery): boolean {
    const { holdWhile, report } = this.#settings();
    if (!holdWhile) return this.#mutations.mayWrite(tracked.query);
    try {
      return holdWhile(tracked.query.queryKey);
    } catch (error) {
      report(error);
      return false;
    }
  }
}
