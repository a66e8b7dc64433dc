/** What made a query stale. */
export interface FetchCause {
  readonly channel: string;
  /** Null: the channel went live, and what is older may have missed an event. */
  readonly event: string | null;
}

/** A point in the order of things, by the client's clock; `seq` counts what the bridge saw and orders what shares a tick of it. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly seq: number;
  /** What happened then; absent on the begin of a read. */
  readonly cause?: FetchCause;
}

/** Before everything: when data of unknown age was read. */
export const longAgo: Moment = { time: Number.NEGATIVE_INFINITY, seq: Number.NEGATIVE_INFINITY };

/** Whether `a` is after `b`. As begin of a read and hit: whether the read is sure to see what the hit tells of. */
export const isAfter = (a: Moment, b: Moment): boolean =>
  a.time > b.time || (a.time === b.time && a.seq > b.seq);

/** The later one. */
export const laterOf = (a: Moment | null, b: Moment): Moment => (a !== null && isAfter(a, b) ? a : b);
