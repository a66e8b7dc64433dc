import { Emitter, type ReportError } from './emitter.ts';
import type { SignInDriver } from './enginePort.ts';
import { CK402 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
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

/** An id as it is kept: null for nobody, which the empty one is too. */
export const toUserId = (id: string | number | null): string | null =>
  id === null ? null : String(id) || null;

/** A watched user who came online or went offline. */
export interface WatchlistEvent {
  name: 'online' | 'offline';
  userIds: readonly string[];
}

/** Who the client works for, and who listens to events addressed to them. Signing in is the engine's task. */
export class ClientUserStore implements ClientUser {
  readonly #host: UserHost;
  readonly #store: WritableStore<UserSnapshot>;
  readonly #events = new Map<string, Emitter<[unknown]>>();
  readonly #watchlist: Emitter<[WatchlistEvent]>;
  readonly getSnapshot: () => UserSnapshot;
  readonly getServerSnapshot: () => UserSnapshot;
  readonly subscribe: (listener: () => void) => () => void;

  /** How many providers control the user. */
  #controls = 0;

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
    if (this.#controls > 0) throw new RealtimeError(CK402, 'client.user.set() was called');
    this.#change(id);
  }

  /** @internal Sets the user and keeps it from everybody else until the returned undo. */
  control(id: string | null): () => void {
    this.#controls += 1;
    this.#change(id);
    return () => {
      this.#controls -= 1;
    };
  }

  /** @internal Sets the user unless it is controlled. */
  propose(id: string | null): void {
    if (this.#controls === 0) this.#change(id);
  }

  #change(id: string | number | null): void {
    const next = toUserId(id);
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

  /** Delivers an event addressed to the user. */
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

/** Anything with a user: a client of any contract. */
interface UserOwner {
  readonly user: ClientUser;
}

/** Sets the user of a client and keeps it from everybody else until the returned undo. */
export const controlUser = ({ user }: UserOwner, id: string | null): (() => void) =>
  (user as ClientUserStore).control(id);

/** Sets the user of a client unless somebody controls it. */
export const proposeUser = ({ user }: UserOwner, id: string | null): void =>
  (user as ClientUserStore).propose(id);
