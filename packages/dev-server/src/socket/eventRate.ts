/** Counts a connection's client events by the second (protocol 3.7). */
export class EventRate {
  readonly #perSecond: number;
  readonly #times: number[] = [];

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Whether one more is allowed within the last second. */
  allow(now: number = Date.now()): boolean {
    while (this.#times[0] !== undefined && this.#times[0] <= now - 1000) this.#times.shift();
    if (this.#times.length >= this.#perSecond) return false;
    this.#times.push(now);
    return true;
  }
}
