/** A point in the order of things: `seq` counts what the bridge saw, `time` is the client's clock. */
export interface Moment {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Before everything: when data of unknown age was read. */
export const longAgo: Moment = { seq: Number.NEGATIVE_INFINITY, time: Number.NEGATIVE_INFINITY };

/** Whether a read begun at `begin` is sure to see what was written before `hit`. Two things may share one millisecond, never a number. */
export const sees = (begin: Moment, hit: Moment): boolean => begin.seq > hit.seq && begin.time >= hit.time;

/** The stricter of two hits. */
export const laterOf = (a: Moment | null, b: Moment): Moment =>
  a === null ? b : { seq: Math.max(a.seq, b.seq), time: Math.max(a.time, b.time) };
