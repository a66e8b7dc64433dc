import { isBrowser } from '../lib/environment.ts';
import { Alarm, type Timers } from '../lib/timers.ts';

interface WakeCheckActions {
  /** Sends a ping; false if there is nothing to send on. */
  readonly ping: () => boolean;
  readonly onDead: () => void;
}

/** Wait for any frame after a ping, and the tick that notices sleep, in milliseconds: together under 5 s from waking (promise 10). */
const answerWait = 3_000;
const tick = 2_000;

/**
 * Pings a socket when the page or the machine may have slept or lost its network. The transport sends the regular pings, but its timers
 * stop during sleep.
 */
export class WakeCheck {
  readonly #actions: WakeCheckActions;
  readonly #timers: Timers;
  readonly #answer: Alarm;
  readonly #tick: Alarm;

  constructor(timers: Timers, actions: WakeCheckActions) {
    this.#actions = actions;
    this.#timers = timers;
    this.#answer = new Alarm(timers);
    this.#tick = new Alarm(timers);
  }

  /** Watches for sleep, of which a page may get no event, by the delay of a short tick. */
  start(): void {
    if (!isBrowser()) return;
    const before = this.#timers.now();
    this.#tick.set(tick, () => {
      if (this.#timers.now() - before > tick * 3) this.check();
      this.start();
    });
  }

  /** Pings now, unless a ping is unanswered. */
  check(): void {
    if (this.#answer.isSet) return;
    if (this.#actions.ping()) this.#answer.set(answerWait, () => this.#actions.onDead());
    else this.#actions.onDead();
  }

  /** A frame arrived. */
  seen(): void {
    this.#answer.clear();
  }

  stop(): void {
    this.#answer.clear();
    this.#tick.clear();
  }
}

/** The network is back, the network is gone, or the page is visible again. */
export type WakeCause = 'online' | 'offline' | 'visible';

/** Calls `listener` whenever the page or the machine may have slept or changed networks. Returns the unsubscribe function. */
export function onWake(listener: (cause: WakeCause) => void): () => void {
  if (!isBrowser()) return () => {};
  // Kept, because a page that is torn down may lose its globals first.
  const [view, page] = [window, document];
  const online = () => listener('online');
  const offline = () => listener('offline');
  const visible = () => {
    if (page.visibilityState === 'visible') listener('visible');
  };
  view.addEventListener('online', online);
  view.addEventListener('offline', offline);
  view.addEventListener('pageshow', visible);
  page.addEventListener('visibilitychange', visible);
  return () => {
    view.removeEventListener('online', online);
    view.removeEventListener('offline', offline);
    view.removeEventListener('pageshow', visible);
    page.removeEventListener('visibilitychange', visible);
  };
}
