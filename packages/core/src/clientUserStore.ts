import { Emitter, type ReportError } from './emitter.ts';
import type { SignInDriver } from './enginePort.ts';
import type { RealtimeError } from './errors.ts';
import { createSnapshotStore, type WritableStore } from './store.ts';
import type { ClientUser, SignInState, UserSnapshot } from './types.ts';

/** What the user store needs from its client. */
export interface UserHost {
  readonly report: ReportError;
  /** Null until the engine is loaded. */
  signIn(): SignInDriver | null;
  /** Before the id changes: what was held for the old user ends. */
  onLeave(id: string): void;
  /** After the id changed; `hadUser` tells whether there was one before. */
  onChange(hadUser: boolean): void;
  /** A connection signs in one user only: another one needs a new socket. */
  renewConnection(): void;
  onDemand(): void;
}

/** A watched user who came online or went offline. */
export interface WatchlistEvent {
  name: 'online' | 'offline';
  userIds: readonly string[];
}

/** Who the client works for, and who listens to events addressed to them. Signing in is the engine's. */
export class ClientUserStore implements ClientUser {
  readonly #host: UserHost;
  readonly #store: WritableStore<UserSnapshot>;
  readonly #events = new Map<string, Emitter<[unknown]>>();
  readonly #watchlist: Emitter<[WatchlistEvent]>;
  readonly getSnapshot: () => UserSnapshot;
  readonly getServerSnapshot: () => UserSnapshot;
  readonly subscribe: (listener: () => void) => () => void;

  constructor(host: UserHost) {
    this.#host = host;
    this.#store = createSnapshotStore<UserSnapshot>({ id: null, signIn: 'off', error: null }, host.report);
    this.#watchlist = new Emitter(host.report);
    this.getSnapshot = this.#store.getSnapshot;
    this.getServerSnapshot = this.#store.getServerSnapshot;
    this.subscribe = this.#store.subscribe;
  }

  /** Whether somebody waits for events that only a signed-in connection gets. */
  get isWanted(): boolean {
    return this.#watchlist.size > 0 || [...this.#events.values()].some(({ size }) => size > 0);
  }

  set(id: string | number | null): void {
    const next = id === null || id === '' ? null : String(id);
    const { id: before } = this.#store.getSnapshot();
    if (next === before) return;
    const wasSigned = this.#host.signIn()?.abort();
    if (before !== null) this.#host.onLeave(before);
    this.#store.set({ id: next, signIn: 'off', error: null });
    if (wasSigned) this.#host.renewConnection();
    this.#host.onChange(before !== null);
    if (!wasSigned) this.#host.signIn()?.begin();
  }

  on(event: string, listener: (data: unknown) => void): () => void {
    const emitter = this.#events.get(event) ?? new Emitter<[unknown]>(this.#host.report);
    this.#events.set(event, emitter);
    const stop = emitter.subscribe(listener);
    return this.#watched(() => {
      stop();
      if (emitter.size === 0 && this.#events.get(event) === emitter) this.#events.delete(event);
    });
  }

  onWatchlist(listener: (event: WatchlistEvent) => void): () => void {
    return this.#watched(this.#watchlist.subscribe(listener));
  }

  /** Shows how the sign-in stands. */
  tell(signIn: SignInState, error: RealtimeError | null): void {
    this.#store.set({ ...this.#store.getSnapshot(), signIn, error });
  }

  /** Gives an event addressed to the user to who listens. */
  deliver(event: string, data: unknown): void {
    this.#events.get(event)?.emit(data);
  }

  deliverWatchlist(event: WatchlistEvent): void {
    this.#watchlist.emit(event);
  }

  dispose(): void {
    for (const emitter of [...this.#events.values(), this.#watchlist]) emitter.clear();
    this.#events.clear();
  }

  #watched(stop: () => void): () => void {
    this.#host.onDemand();
    return () => {
      stop();
      this.#host.onDemand();
    };
  }
}
