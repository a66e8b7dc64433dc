/** Limits a connection's client events per second (protocol 3.7). */
export class EventRate {
  readonly #perSecond: number;
  #times: number[] | null = null;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts one event. @returns whether it is within the limit of the last second */
  allow(now: number = Date.now()): boolean {
    const recent = (this.#times ?? []).filter((time) => time > now - 1000);
    const isAllowed = recent.length < this.#perSecond;
    if (isAllowed) recent.push(now);
    this.#times = recent;
    return isAllowed;
  }
}
