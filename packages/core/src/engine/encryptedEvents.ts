import type { AuthorizationData } from '../options.ts';
import type { PusherAuthHandler } from '../pusherPort.ts';
import { Alarm, type Timers } from '../timers.ts';

type Callback = Parameters<PusherAuthHandler>[1];

/** How long pusher-js may take to fetch a new key before an encrypted event counts as missed. */
const limit = 10_000;

/** The events of one encrypted channel between their frame and what pusher-js reads in it. */
export class EncryptedEvents {
  readonly #alarm: Alarm;
  readonly #timers: Timers;
  readonly #onMissed: (since: number) => void;
  #unread = 0;
  #since = 0;
  #request: { readonly waiting: Callback[]; readonly abort: AbortController } | null = null;

  constructor(timers: Timers, onMissed: (since: number) => void) {
    this.#timers = timers;
    this.#alarm = new Alarm(timers);
    this.#onMissed = onMissed;
  }

  /** When the first event came that has not been read; null when all have. */
  get unreadSince(): number | null {
    return this.#unread > 0 ? this.#since : null;
  }

  /** An event has arrived; pusher-js drops it with a console line when it cannot be read. */
  arrived(): void {
    if (this.#unread === 0) this.#since = this.#timers.now();
    this.#unread += 1;
    queueMicrotask(() => {
      if (this.#unread === 0 || this.#alarm.isSet) return;
      this.#alarm.set(limit, () => {
        this.clear();
        this.#onMissed(this.#since);
      });
    });
  }

  /** pusher-js has read one. */
  read(): void {
    this.#unread = Math.max(0, this.#unread - 1);
    if (this.#unread === 0) this.#alarm.clear();
  }

  /**
   * pusher-js asks for a new key with every event that it cannot read, and tells each when its own answer comes. One
   * request serves all that wait, so that they keep their order (4).
   */
  askKey(callback: Callback, request: (signal: AbortSignal) => Promise<AuthorizationData>): void {
    if (this.#request) return void this.#request.waiting.push(callback);
    const made = { waiting: [callback], abort: new AbortController() };
    this.#request = made;
    const end = (answer: (each: Callback) => void) => {
      if (this.#request !== made) return;
      this.#request = null;
      made.waiting.forEach(answer);
    };
    request(made.abort.signal).then(
      // A copy each: pusher-js takes the secret out of it.
      (data) => end((each) => each(null, { ...data })),
      (failure: Error) => end((each) => each(failure, null)),
    );
  }

  /** What has not been read will not be. */
  clear(): void {
    this.#unread = 0;
    this.#alarm.clear();
    this.#request?.abort.abort();
    this.#request = null;
  }
}
