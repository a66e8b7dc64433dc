import { isBrowser } from '../environment.ts';
import { Alarm, type Timers } from '../timers.ts';

/** How a socket is asked whether it lives. */
export interface LivenessHost {
  /** Sends a ping; false when there is nothing to send on. */
  ping(): boolean;
  onDead(): void;
}

/** Wait for any frame after a ping, and the tick that notices sleep: together under 5 s of waking (promise 10). */
const answerWait = 3_000;
const tick = 2_000;

/**
 * Asks a socket for a sign of life when the page or the machine may have slept or lost its network. The regular pings are pusher-js's own;
 * its timers stand still in sleep.
 */
export class Liveness {
  readonly #host: LivenessHost;
  readonly #timers: Timers;
  readonly #answer: Alarm;
  readonly #tick: Alarm;

  constructor(timers: Timers, host: LivenessHost) {
    this.#host = host;
    this.#timers = timers;
    this.#answer = new Alarm(timers);
    this.#tick = new Alarm(timers);
  }

  /** Connected: watches for sleep, which a page may do without any event; the gap in a short tick tells. */
  start(): void {
    if (!isBrowser()) return;
    const before = this.#timers.now();
    this.#tick.set(tick, () => {
      if (this.#timers.now() - before > tick * 3) this.check();
      this.start();
    });
  }

  /** Asks now, unless an answer is awaited. */
  check(): void {
    if (this.#answer.isSet) return;
    if (this.#host.ping()) this.#answer.set(answerWait, () => this.#host.onDead());
    else this.#host.onDead();
  }

  /** A frame has arrived. */
  seen(): void {
    this.#answer.clear();
  }

  stop(): void {
    this.#answer.clear();
    this.#tick.clear();
  }
}
