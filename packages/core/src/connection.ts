import { reconnectBackoff, retryDelay } from './backoff.ts';
import type { ReportError } from './emitter.ts';
import type { ConnectionDriver } from './enginePort.ts';
import type { RealtimeError } from './errors.ts';
import { createSnapshotStore, isSameSnapshot, type ReadableStore, type WritableStore } from './store.ts';
import { Alarm, type Timers } from './timers.ts';
import type { ConnectionSnapshot, ConnectionState } from './types.ts';

/** What the connection needs from its client. */
export interface ConnectionHost {
  readonly timers: Timers;
  readonly report: ReportError;
  /** Loads the engine. @throws RealtimeError CK202 */
  load(): Promise<ConnectionDriver>;
  onSnapshot(snapshot: ConnectionSnapshot): void;
}

/** Whether a client may ever connect: yes, no without a config, no on a server. */
export type ConnectionMode = 'open' | 'disabled' | 'inert';

/** Why a client of this mode never connects, in words. */
export const offReason: { readonly open: null; readonly disabled: string; readonly inert: string } = {
  open: null,
  disabled: 'no app key is configured',
  inert: 'this is a server',
};

/**
 * The connection as the client sees it: whether it is wanted, and the one snapshot of it. The engine drives it; until that
 * is loaded, this says that it is being loaded, and tries again when that failed.
 */
export class Connection {
  readonly #host: ConnectionHost;
  readonly #store: WritableStore<ConnectionSnapshot>;
  readonly #retry: Alarm;
  readonly #isOff: boolean;
  #driver: ConnectionDriver | null = null;
  #isWanted = false;
  /** Failed loads in a row. */
  #attempt = 0;

  constructor(host: ConnectionHost, mode: ConnectionMode) {
    this.#host = host;
    this.#isOff = mode !== 'open';
    this.#retry = new Alarm(host.timers);
    this.#store = createSnapshotStore<ConnectionSnapshot>(
      {
        // A server renders what the browser's first render shows (promise 6).
        state: mode === 'disabled' ? 'disabled' : 'idle',
        reason: mode === 'disabled' ? offReason.disabled : null,
        socketId: null,
        error: null,
        since: 0,
        retryAt: null,
      },
      host.report,
    );
  }

  get store(): ReadableStore<ConnectionSnapshot> {
    return this.#store;
  }

  get state(): ConnectionState {
    return this.#store.getSnapshot().state;
  }

  /** Shows the next snapshot, if it says anything new; what is not given is null. */
  set(change: Partial<ConnectionSnapshot> & { state: ConnectionState }): void {
    const before = this.#store.getSnapshot();
    const next: ConnectionSnapshot = {
      reason: null,
      socketId: null,
      error: null,
      retryAt: null,
      ...change,
      since: change.state === before.state ? before.since : this.#host.timers.now(),
    };
    if (isSameSnapshot(next, before)) return;
    this.#store.set(next);
    this.#host.onSnapshot(next);
  }

  /** Opens unless it is open, waits for its turn, was refused, or the user closed it. */
  want(): void {
    if (this.state === 'idle') this.open();
  }

  open(): void {
    if (this.#isOff) return;
    if (this.#driver) return this.#driver.open();
    if (this.#isWanted && !this.#retry.isSet) return;
    this.#isWanted = true;
    this.#load();
  }

  hurry(): void {
    if (this.#driver) this.#driver.hurry();
    else if (this.#isWanted) this.open();
  }

  renew(reason: string): void {
    this.#driver?.renew(reason);
  }

  close(state: 'idle' | 'closed', reason: string | null): void {
    if (this.#isOff) return;
    if (this.#driver) return this.#driver.close(state, reason);
    this.#isWanted = false;
    this.#attempt = 0;
    this.#retry.clear();
    if (this.state !== state) this.set({ state, reason });
  }

  #load(): void {
    this.#retry.clear();
    const { error } = this.#store.getSnapshot();
    this.set({ state: 'connecting', error, reason: error && 'trying again' });
    // A listener may have closed it.
    if (!this.#isWanted) return;
    void this.#host.load().then(
      (driver) => {
        this.#driver = driver;
        // An older load may have failed meanwhile.
        this.#retry.clear();
        if (this.#isWanted) driver.open();
      },
      (failure: RealtimeError) => {
        if (this.#isWanted && !this.#driver) this.#plan(failure);
      },
    );
  }

  #plan(error: RealtimeError): void {
    const { timers } = this.#host;
    const delay = retryDelay(reconnectBackoff, this.#attempt, timers);
    this.#attempt += 1;
    this.#retry.set(delay, () => this.#load());
    this.set({
      state: 'connecting',
      error,
      reason: 'pusher-js could not be loaded',
      retryAt: timers.now() + delay,
    });
  }
}
