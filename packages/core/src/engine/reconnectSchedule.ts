import { reconnectBackoff, retryDelay } from '../backoff.ts';
import type { Timers } from '../timers.ts';

/** Limit of an attempt: pusher-js does not tell that a connect was refused, it stays silent for 15 s. */
const firstLimit = 8_000;
const limitRange = { min: 2_000, max: 15_000 };
/** Attempts are given more time each, up to this many times the first: a server that is back is found soon. */
const patience = 4;
/** A connection shorter than this does not reset the backoff: a server that accepts and drops is not hammered. */
const stableAfter = 5_000;
/** A server over capacity is given a few seconds from the start. */
const busyAttempt = 3;

/** How long an attempt may take and when the next one is due. */
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

  /** An attempt begins; returns how many milliseconds it may take. */
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

  /** A connection ended; true when it had held long enough to begin afresh. */
  lost(): boolean {
    const wasStable = this.#timers.now() - this.#connectedAt >= stableAfter;
    if (wasStable) this.#attempt = 0;
    return wasStable;
  }

  /** Milliseconds until the next attempt; counts it. */
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
