/** How events become fetches, in milliseconds. */
export interface RefetchTiming {
  /** Quiet time before a fetch. */
  readonly wait: number;
  /** The longest that an event waits, and the time that one fetch has to last, a trailing one aside. */
  readonly maxWait: number;
  /** What a read needs to see a write. */
  readonly settle: number;
}

/** When one query is to be fetched: once it is quiet, at the latest after `maxWait`, never more often than allowed. */
export class RefetchPlan {
  #firstEvent: number | null = null;
  #lastEvent = Number.NEGATIVE_INFINITY;
  #catchUpAt: number | null = null;
  /** Every fetch uses up `maxWait` of the future; at most one such debt is granted, for the trailing fetch. */
  #spentUntil = Number.NEGATIVE_INFINITY;
  #events = 0;

  /** How many events wait. */
  get events(): number {
    return this.#events;
  }

  event(now: number): void {
    this.waitAnew(now);
    this.#events += 1;
  }

  /** Something else is to be waited after as if it were an event. */
  waitAnew(now: number): void {
    this.#firstEvent ??= now;
    this.#lastEvent = now;
  }

  catchUp(at: number): void {
    this.#catchUpAt = Math.min(at, this.#catchUpAt ?? at);
  }

  begun(now: number, { maxWait }: RefetchTiming): void {
    this.#spentUntil = Math.max(this.#spentUntil, now) + maxWait;
    this.done();
  }

  /** Nothing is waiting any more. */
  done(): void {
    this.#firstEvent = null;
    this.#catchUpAt = null;
    this.#events = 0;
  }

  dueAt({ wait, maxWait, settle }: RefetchTiming): number {
    const quiet = this.#lastEvent + Math.max(wait, settle);
    const patience = this.#firstEvent === null ? null : this.#firstEvent + Math.max(maxWait, settle);
    const events = patience === null ? (this.#catchUpAt ?? quiet) : Math.min(quiet, patience);
    return Math.max(Math.min(events, this.#catchUpAt ?? events), this.#spentUntil - maxWait);
  }
}
