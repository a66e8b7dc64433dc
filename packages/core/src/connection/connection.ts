import { type ClientContext, offReason } from '../context.ts';
import type { RealtimeError } from '../errors/realtimeError.ts';
import { createSnapshotStore, isSameSnapshot, type ReadableStore, type WritableStore } from '../lib/store.ts';
import { Alarm, reconnectBackoff, retryDelay } from '../lib/timers.ts';
import type { ConnectionSnapshot, ConnectionState } from '../types.ts';

/** Opens, watches and closes the socket once its code is loaded, and shows it in the snapshot. */
export interface ConnectionDriver {
  /** Opens, or tries again at once if it waits, was closed or has given up. */
  open(): void;
  /** Tries again at once if it waits or has given up; a closed one stays closed. */
  hurry(): void;
  /** Closes the socket and clears every timer. `closed` if the user asked for it. */
  close(state: 'idle' | 'closed', reason: string | null): void;
  /** Ends this socket and opens another at once. */
  renew(reason: string): void;
}

/** The connection as the client sees it: whether it is wanted, and its one snapshot. Loads the code that opens sockets when first needed. */
export class Connection {
  readonly #context: ClientContext;
  readonly #load: () => Promise<ConnectionDriver>;
  readonly #onChange: (snapshot: ConnectionSnapshot) => void;
  readonly #store: WritableStore<ConnectionSnapshot>;
  readonly #retry: Alarm;
  #driver: ConnectionDriver | null = null;
  #isWanted = false;
  /** Failed loads in a row. */
  #attempt = 0;

  /** @param load - Rejects with CK202. */
  constructor(
    context: ClientContext,
    load: () => Promise<ConnectionDriver>,
    onChange: (snapshot: ConnectionSnapshot) => void,
  ) {
    this.#context = context;
    this.#load = load;
    this.#onChange = onChange;
    this.#retry = new Alarm(context.timers);
    // The same for an inert client and the browser's first render (promise 6).
    const isDisabled = context.mode === 'disabled';
    this.#store = createSnapshotStore<ConnectionSnapshot>(
      {
        state: isDisabled ? 'disabled' : 'idle',
        reason: isDisabled ? offReason.disabled : null,
        socketId: null,
        error: null,
        since: 0,
        retryAt: null,
      },
      context.queue,
    );
  }

  get store(): ReadableStore<ConnectionSnapshot> {
    return this.#store;
  }

  get snapshot(): ConnectionSnapshot {
    return this.#store.getSnapshot();
  }

  /** Changes the snapshot; fields that are not given become null. */
  set(change: Partial<ConnectionSnapshot> & { state: ConnectionState }): void {
    const before = this.snapshot;
    const next: ConnectionSnapshot = {
      reason: null,
      socketId: null,
      error: null,
      retryAt: null,
      ...change,
      since: change.state === before.state ? before.since : this.#context.timers.now(),
    };
    if (isSameSnapshot(next, before)) return;
    this.#store.set(next);
    this.#context.emit({ type: 'connection', connection: next });
    this.#onChange(next);
  }

  /** Opens, unless it is open, waits to retry, was refused, or was closed by the user. */
  want(): void {
    if (this.snapshot.state === 'idle') this.open();
  }

  open(): void {
    if (this.#context.mode !== 'open') return;
    if (this.#driver) return this.#driver.open();
    if (this.#isWanted && !this.#retry.isSet) return;
    this.#isWanted = true;
    this.#loadDriver();
  }

  hurry(): void {
    if (this.#driver) this.#driver.hurry();
    else if (this.#isWanted) this.open();
  }

  renew(reason: string): void {
    this.#driver?.renew(reason);
  }

  close(state: 'idle' | 'closed', reason: string | null): void {
    if (this.#context.mode !== 'open') return;
    if (this.#driver) return this.#driver.close(state, reason);
    this.#isWanted = false;
    this.#attempt = 0;
    this.#retry.clear();
    if (this.snapshot.state !== state) this.set({ state, reason });
  }

  #loadDriver(): void {
    this.#retry.clear();
    const { error } = this.snapshot;
    this.set({ state: 'connecting', error, reason: error && 'trying again' });
    const { queue } = this.#context;
    void this.#load().then(
      (driver) =>
        queue.batch(() => {
          this.#driver = driver;
          // An older load may have failed meanwhile.
          this.#retry.clear();
          if (this.#isWanted) driver.open();
        }),
      (failure: RealtimeError) =>
        queue.batch(() => {
          if (this.#isWanted && !this.#driver) this.#retryLater(failure);
        }),
    );
  }

  #retryLater(error: RealtimeError): void {
    const { timers } = this.#context;
    const delay = retryDelay(reconnectBackoff, this.#attempt, timers);
    this.#attempt += 1;
    this.#retry.set(delay, () => this.#loadDriver());
    const reason = 'the transport could not be loaded';
    this.set({ state: 'connecting', error, reason, retryAt: timers.now() + delay });
  }
}
