import type { Channels } from '../channel/channels.ts';
import type { Connection } from '../connection/connection.ts';
import type { ClientContext } from '../context.ts';
import { CK402 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { Emitter } from '../lib/emitter.ts';
import { createSnapshotStore, type WritableStore } from '../lib/store.ts';
import type { RealtimeOptions } from '../options.ts';
import type { ClientUser, SignInState, UserSnapshot } from '../types.ts';

/** Signs the user in on the connection, once its code is loaded. */
export interface SignInDriver {
  begin(): void;
  /** Ends what runs; returns whether the connection knows a user, or is about to. */
  abort(): boolean;
  /** Nobody is signed in any more. */
  end(): void;
  optionsChanged(before: RealtimeOptions<never>): void;
}

/** A watched user who came online or went offline. */
export interface WatchlistEvent {
  name: 'online' | 'offline';
  userIds: readonly string[];
}

/** An id as it is stored: null for nobody, which an empty id means too. */
export const toUserId = (id: string | number | null): string | null =>
  id === null ? null : String(id) || null;

/** The client's user: who it is, and who listens to events addressed to them. */
export class User implements ClientUser {
  readonly getSnapshot: () => UserSnapshot;
  readonly getServerSnapshot: () => UserSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Null until its code is loaded. */
  signIn: SignInDriver | null = null;
  readonly #context: ClientContext;
  readonly #channels: Channels;
  readonly #connection: Connection;
  readonly #store: WritableStore<UserSnapshot>;
  readonly #events = new Map<string, Emitter<[unknown]>>();
  readonly #watchlist: Emitter<[WatchlistEvent]>;
  /** How many providers control the user. */
  #controls = 0;

  constructor(context: ClientContext, channels: Channels, connection: Connection) {
    this.#context = context;
    this.#channels = channels;
    this.#connection = connection;
    this.#store = createSnapshotStore<UserSnapshot>({ id: null, signIn: 'off', error: null }, context.queue);
    this.#watchlist = new Emitter(context.queue);
    this.getSnapshot = this.#store.getSnapshot;
    this.getServerSnapshot = this.#store.getServerSnapshot;
    this.subscribe = this.#store.subscribe;
  }

  /** Whether somebody listens for events that only a signed-in connection gets. */
  get isWanted(): boolean {
    return this.#watchlist.size > 0 || [...this.#events.values()].some(({ size }) => size > 0);
  }

  set(id: string | number | null): void {
    if (this.#controls > 0) throw new RealtimeError(CK402, 'client.user.set() was called');
    this.#change(id);
  }

  /** @internal Sets the user and keeps anybody else from changing it, until the returned undo. */
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

  on(event: string, listener: (data: unknown) => void): () => void {
    const emitter = this.#events.get(event) ?? new Emitter<[unknown]>(this.#context.queue);
    this.#events.set(event, emitter);
    const stop = emitter.subscribe(listener);
    return this.#needSocket(() => {
      stop();
      if (emitter.size === 0 && this.#events.get(event) === emitter) this.#events.delete(event);
    });
  }

  onWatchlist(listener: (event: WatchlistEvent) => void): () => void {
    return this.#needSocket(this.#watchlist.subscribe(listener));
  }

  /** Changes how the sign-in stands. */
  show(signIn: SignInState, error: RealtimeError | null): void {
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
    this.signIn?.end();
    for (const emitter of [...this.#events.values(), this.#watchlist]) emitter.clear();
    this.#events.clear();
  }

  #change(id: string | number | null): void {
    const next = toUserId(id);
    const { id: before } = this.#store.getSnapshot();
    if (next === before) return;
    this.#context.queue.batch(() => {
      const wasSigned = this.signIn?.abort();
      if (before !== null) this.#channels.endUser(before);
      this.#store.set({ id: next, signIn: 'off', error: null });
      // A connection signs in only one user: another one needs a new socket.
      if (wasSigned) this.#connection.renew('the user changed');
      this.#channels.userChanged(before !== null);
      if (!wasSigned) this.signIn?.begin();
    });
  }

  #needSocket(stop: () => void): () => void {
    const context = this.#context;
    context.queue.batch(() => context.demandChanged());
    return () =>
      context.queue.batch(() => {
        stop();
        context.demandChanged();
      });
  }
}

/** Anything with a user: a client of any contract. */
interface UserOwner {
  readonly user: ClientUser;
}

/** Sets the user of a client and keeps anybody else from changing it, until the returned undo. */
export const controlUser = ({ user }: UserOwner, id: string | null): (() => void) =>
  (user as User).control(id);

/** Sets the user of a client unless somebody controls it. */
export const proposeUser = ({ user }: UserOwner, id: string | null): void => (user as User).propose(id);
