import { onBorrowedFetch } from './borrowedFetch.ts';
import type { Moment } from './moment.ts';
import type { QueryPatch } from './queryPatch.ts';
import type { QueryRecord } from './queryRecord.ts';
import { RefetchPlan } from './refetchPlan.ts';

/** A patch that waits for its turn. */
export interface WaitingPatch {
  readonly patch: QueryPatch<unknown>;
  readonly data: unknown;
  readonly moment: Moment;
}

/** One query in the bridge's hands. */
export class QueryEntry {
  readonly record: QueryRecord;
  readonly plan: RefetchPlan = new RefetchPlan();
  waiting: WaitingPatch[] = [];
  /** A fetch is still owed; not after one that could have seen the hit has failed: then the mark is what remains. */
  wantsFetch = false;

  #stopWatch: (() => void) | null = null;

  constructor(record: QueryRecord) {
    this.record = record;
  }

  /** Learns of fetches that bring older data than the cache says; idempotent. */
  watch(): void {
    this.#stopWatch ??= onBorrowedFetch(this.record.query, (isBeginning) => this.record.borrow(isBeginning));
  }

  unwatch(): void {
    this.#stopWatch?.();
    this.#stopWatch = null;
  }

  /** Marks the query stale; cheap where it is already. */
  mark(): void {
    if (!this.record.query.state.isInvalidated) this.record.query.invalidate();
  }

  /** Forgets patches that a read has made superfluous. */
  dropSeenPatches(): void {
    if (this.waiting.length === 0) return;
    this.waiting = this.waiting.filter(({ moment }) => !this.record.dataSees(moment));
  }

  /** What was missing has been read. */
  resolve(): void {
    this.record.hit = null;
    this.wantsFetch = false;
    this.plan.done();
  }
}
