/** How events become fetches, in milliseconds. */
export interface RefetchTiming {
  /** Quiet time before a fetch, once a second event has come. */
  readonly wait: number;
  /** The longest that an event waits, and the least time between two fetches, one trailing fetch aside. */
  readonly maxWait: number;
  /** How long after a write a read may still miss it. */
  readonly settle: number;
}

/** An interval in which events may have been missed. */
export interface Gap {
  /** When a read must begin at the earliest to see what was missed. */
  readonly since: number;
  /** How much later than usual the fetch begins, in milliseconds. */
  readonly delay: number;
}

/** A second event within this time makes a burst; an event that stays alone for as long is fetched, in milliseconds. */
const lead = 8;

/** Delays of the retries of a failed fetch, in milliseconds. */
const backoff = { base: 1_000, max: 30_000 } as const;

/** When one query is to be fetched: at once for an event that comes alone, else when it is quiet, never more often than allowed. */
export class RefetchPlan {
  #firstEvent: number | null = null;
  #lastEvent = Number.NEGATIVE_INFINITY;
  #isAlone = false;
  #catchUpAt: number | null = null;
  /** By when a catch-up happens however many gaps follow. */
  #catchUpBy = Number.POSITIVE_INFINITY;
  /** Rate limit: each fetch reserves the next `maxWait` ms. One fetch may be borrowed from the next period, so a trailing one need not wait. */
  #reservedUntil = Number.NEGATIVE_INFINITY;
  #events = 0;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;
  #isRetrying = false;

  /** The number of events that wait. */
  get events(): number {
    return this.#events;
  }

  /** The last fetch failed, and another will be tried. */
  get isRetrying(): boolean {
    return this.#isRetrying;
  }

  event(now: number, { wait }: RefetchTiming): void {
    const isAlone = this.#firstEvent === null && now - this.#lastEvent > wait;
    this.waitAgain(now);
    this.#isAlone = isAlone;
    this.#events += 1;
  }

  /** Starts the quiet time again, as an event in a burst does. */
  waitAgain(now: number): void {
    this.#firstEvent ??= now;
    this.#lastEvent = now;
    this.#isAlone = false;
  }

  /** Events may have been missed. The newest gap counts, but repeated gaps postpone the fetch by `maxWait` at most. */
  gap(now: number, { since, delay }: Gap, { wait, maxWait }: RefetchTiming): void {
    const at = now + wait + delay;
    if (this.#catchUpAt === null) this.#catchUpBy = at + maxWait;
    this.#catchUpAt = Math.max(since, Math.min(at, this.#catchUpBy));
    this.#failures = 0;
    this.#retryAt = Number.NEGATIVE_INFINITY;
  }

  begun(now: number, { maxWait }: RefetchTiming): void {
    this.#reservedUntil = Math.max(this.#reservedUntil, now) + maxWait;
    this.clear();
  }

  /** A fetch has failed, TanStack's own retries included. */
  failed(now: number, random: number): void {
    const ceiling = Math.min(backoff.max, backoff.base * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    this.#retryAt = now + ceiling * (0.5 + random / 2);
    this.#isRetrying = true;
  }

  /** A fetch has succeeded. */
  recovered(): void {
    this.#failures = 0;
    this.#retryAt = Number.NEGATIVE_INFINITY;
    this.#isRetrying = false;
  }

  /** Nothing waits any more. */
  clear(): void {
    this.#firstEvent = null;
    this.#catchUpAt = null;
    this.#events = 0;
  }

  dueAt({ wait, maxWait, settle }: RefetchTiming): number {
    const quiet = this.#lastEvent + Math.max(this.#isAlone ? Math.min(lead, wait) : wait, settle);
    const patience = this.#firstEvent === null ? null : this.#firstEvent + Math.max(maxWait, settle);
    const events = patience === null ? (this.#catchUpAt ?? quiet) : Math.min(quiet, patience);
    const planned = Math.min(events, this.#catchUpAt ?? events);
    return Math.max(planned, this.#reservedUntil - maxWait, this.#retryAt);
  }
}
