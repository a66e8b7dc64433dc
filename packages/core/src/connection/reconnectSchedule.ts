import { reconnectBackoff, retryDelay, type Timers } from '../lib/timers.ts';

/** Limit of an attempt: when a connect is refused, pusher-js says nothing for 15 s. */
const firstLimit = 8_000;
const limitRange = { min: 2_000, max: 15_000 };
/** Each attempt gets more time than the one before, up to this many times the first. */
const patience = 4;
/** A shorter connection does not reset the backoff, so that a server that accepts and drops is not hammered. */
const stableAfter = 5_000;
/** A server over capacity gets a few seconds from the start. */
const busyAttempt = 3;

/** How long an attempt to connect may take, and when the next one is due. */
export class ReconnectSchedule {
  readonly #timers: Timers;
  #attempt = 0;
  #startedAt = 0;
  #connectedAt = 0;
  #handshakeTime: number | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Failed attempts in a row. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Starts an attempt; returns how many milliseconds it may take. */
  begin(): number {
    this.#startedAt = this.#timers.now();
    const known = this.#handshakeTime === null ? firstLimit : this.#handshakeTime * 4;
    const grown = Math.max(limitRange.min, known) * Math.min(patience, 1.5 ** this.#attempt);
    return Math.min(limitRange.max, grown);
  }

  connected(): void {
    const now = this.#timers.now();
    this.#handshakeTime = now - this.#startedAt;
    this.#connectedAt = now;
  }

  /** Ends a connection; returns whether it had lasted long enough to begin afresh. */
  lost(): boolean {
    const wasStable = this.#timers.now() - this.#connectedAt >= stableAfter;
    if (wasStable) this.#attempt = 0;
    return wasStable;
  }

  /** Counts an attempt; returns the milliseconds until it. */
  next(isBusy: boolean): number {
    if (isBusy) this.#attempt = Math.max(this.#attempt, busyAttempt);
    const delay = retryDelay(reconnectBackoff, this.#attempt, this.#timers);
    this.#attempt += 1;
    return delay;
  }

  reset(): void {
    this.#attempt = 0;
  }
}
