/** What made a query stale. */
export interface FetchCause {
  readonly channel: string;
  /** Null: no event. The channel went live after a gap, the rules changed, or marks were taken over from another bridge. */
  readonly event: string | null;
}

/** A point in time on the client's clock. `seq` orders what shares a tick of that clock, as the bridge saw it. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly seq: number;
}

/** An event or a gap: data that was read before it is stale. */
export interface Hit extends Moment {
  readonly cause: FetchCause;
}

/** Before everything: the age of data whose read nobody watched. */
export const longAgo: Moment = { time: Number.NEGATIVE_INFINITY, seq: Number.NEGATIVE_INFINITY };

/** Whether `a` is after `b`. For a read that began at `a`: whether it is certain to see what happened at `b`. */
export const isAfter = (a: Moment, b: Moment): boolean =>
  a.time > b.time || (a.time === b.time && a.seq > b.seq);

/** The later of two moments. */
export const laterOf = <TMoment extends Moment>(a: TMoment | null, b: TMoment | null): TMoment | null =>
  a !== null && (b === null || isAfter(a, b)) ? a : b;

/** The earlier of two moments. */
export const earlierOf = (a: Moment, b: Moment): Moment => (isAfter(a, b) ? b : a);
