import { asFailure, postForm } from './authorizer.ts';
import { retryDelay, subscribeBackoff } from './backoff.ts';
import { Emitter, type ReportError } from './emitter.ts';
import { CK211 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import { defuse, type Frame, readUserId } from './frames.ts';
import type { PusherInstance } from './pusherSource.ts';
import { createSnapshotStore, type WritableStore } from './store.ts';
import { Alarm, type Timers } from './timers.ts';
import type {
  ClientUser,
  RealtimeOptions,
  SignInState,
  UserAuthenticationData,
  UserSnapshot,
} from './types.ts';

/** What the user store needs from its client. */
export interface UserHost {
  readonly timers: Timers;
  readonly report: ReportError;
  options(): RealtimeOptions<never>;
  /** Before the id changes: what was held for the old user ends. */
  onLeave(id: string): void;
  /** After the id changed; `hadUser` tells whether there was one before. */
  onChange(hadUser: boolean): void;
  /** A connection signs in one user only: another one needs a new socket. */
  renewConnection(): void;
  /** Whether a subscription waits for its answer, which an error without a channel may be. */
  isSubscribing(): boolean;
  onDemand(): void;
}

const answerLimit = 10_000;

const fixedUserAuth = ({ userAuth }: RealtimeOptions<never>): string => JSON.stringify(userAuth ?? null);

interface WatchlistData {
  readonly events: readonly { readonly name: 'online' | 'offline'; readonly user_ids: readonly string[] }[];
}

/**
 * Who the client works for, and the sign-in on the connection. The sign-in frames are sent and read here, because
 * pusher-js signs in only once per instance and never again after a failure.
 */
export class ClientUserStore implements ClientUser {
  readonly #host: UserHost;
  readonly #store: WritableStore<UserSnapshot>;
  readonly #events = new Map<string, Emitter<[unknown]>>();
  readonly #watchlist: Emitter<[{ name: 'online' | 'offline'; userIds: readonly string[] }]>;
  readonly #limit: Alarm;
  readonly #retry: Alarm;
  readonly getSnapshot: () => UserSnapshot;
  readonly getServerSnapshot: () => UserSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  #socket: { instance: PusherInstance; id: string } | null = null;
  #controller: AbortController | null = null;
  #attempt = 0;
  /** The connection knows a user, or is about to. */
  #isSigned = false;
  /** Whose events come to this connection, as the server says it. */
  #signedInAs: string | null = null;

  constructor(host: UserHost) {
    this.#host = host;
    this.#store = createSnapshotStore<UserSnapshot>({ id: null, signIn: 'off', error: null }, host.report);
    this.#watchlist = new Emitter(host.report);
    this.#limit = new Alarm(host.timers);
    this.#retry = new Alarm(host.timers);
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
    const wasSigned = this.#isSigned;
    this.#abort();
    if (before !== null) this.#host.onLeave(before);
    this.#store.set({ id: next, signIn: 'off', error: null });
    if (wasSigned) this.#host.renewConnection();
    this.#host.onChange(before !== null);
    if (!wasSigned) this.#begin();
  }

  /** New options: signs in where that was not possible before. */
  onOptions(before: RealtimeOptions<never>): void {
    const { signIn } = this.#store.getSnapshot();
    const isOpen = signIn === 'off' || signIn === 'failed';
    if (isOpen && fixedUserAuth(before) !== fixedUserAuth(this.#host.options())) this.#begin();
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

  onWatchlist(
    listener: (event: { name: 'online' | 'offline'; userIds: readonly string[] }) => void,
  ): () => void {
    return this.#watched(this.#watchlist.subscribe(listener));
  }

  onConnected(instance: PusherInstance, id: string): void {
    this.#socket = { instance, id };
    this.#attempt = 0;
    this.#begin();
  }

  onLost(): void {
    this.#socket = null;
    this.#isSigned = false;
    this.#signedInAs = null;
    this.#abort();
    if (this.#store.getSnapshot().signIn !== 'off') this.#tell('off', null);
  }

  /** Takes the frames of the sign-in; true when it was one. */
  onFrame(frame: Frame): boolean {
    const { event, channel, data } = frame;
    switch (event) {
      case 'pusher_internal:watchlist_events':
        this.#onWatchlist(data as WatchlistData);
        return true;
      case 'pusher:signin_success':
        return this.#onSignedIn(frame);
      case 'pusher:error':
        return this.#onError(data);
    }
    if (channel?.startsWith('#server-to-user-') !== true) return false;
    if (!event.startsWith('pusher') && channel === `#server-to-user-${this.#signedInAs}`)
      this.#events.get(event)?.emit(data);
    return true;
  }

  dispose(): void {
    this.onLost();
    this.#watchlist.clear();
    for (const emitter of this.#events.values()) emitter.clear();
    this.#events.clear();
  }

  #onWatchlist({ events }: WatchlistData): void {
    for (const { name, user_ids } of events) this.#watchlist.emit({ name, userIds: user_ids });
  }

  #onSignedIn(frame: Frame): boolean {
    const socket = this.#socket;
    // On an instance of the application it may be its own sign-in.
    if (!socket || (!this.#isSigned && !socket.instance.ours)) return false;
    const id = readUserId((frame.data as { user_data: string }).user_data);
    // pusher-js did not ask for it and would stumble over it.
    defuse(frame);
    if (!this.#isSigned || this.#store.getSnapshot().signIn !== 'pending') return true;
    this.#abort();
    this.#attempt = 0;
    this.#signedInAs = id;
    this.#tell('signed-in', null);
    const channel = `#server-to-user-${id}`;
    if (this.#socket === socket) socket.instance.port.send_event('pusher:subscribe', { auth: '', channel });
    return true;
  }

  /** 4009 is a refusal; 4200 on an open socket is a server that does not know the frame. */
  #onError(data: unknown): boolean {
    const { code } = (data ?? {}) as { code?: unknown };
    const isOurs = code === 4200 || (code === 4009 && !this.#host.isSubscribing());
    if (!isOurs || !this.#isSigned || this.#store.getSnapshot().signIn !== 'pending') return false;
    const why = code === 4009 ? 'the server refused the signature' : 'the server knows no sign-in';
    this.#failed(new RealtimeError(CK211, why), true);
    return true;
  }

  #watched(stop: () => void): () => void {
    this.#host.onDemand();
    return () => {
      stop();
      this.#host.onDemand();
    };
  }

  #tell(signIn: SignInState, error: RealtimeError | null): void {
    this.#store.set({ ...this.#store.getSnapshot(), signIn, error });
  }

  #abort(): void {
    this.#limit.clear();
    this.#retry.clear();
    this.#controller?.abort();
    this.#controller = null;
  }

  #begin(): void {
    const { userAuth } = this.#host.options();
    const socket = this.#socket;
    if (!userAuth || !socket || this.#store.getSnapshot().id === null) return;
    this.#abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#tell('pending', null);
    // A server without sign-in ignores the frame: known by the silence, and not asked again on this connection.
    this.#limit.set(answerLimit, () =>
      this.#failed(new RealtimeError(CK211, 'the server did not answer'), true),
    );
    const request = { socketId: socket.id, signal: controller.signal };
    const answer = Promise.resolve().then(() =>
      'authenticate' in userAuth
        ? userAuth.authenticate(request)
        : postForm(userAuth, { socket_id: socket.id }, controller.signal),
    );
    answer.then(
      (data) => {
        if (controller.signal.aborted) return;
        const { auth, user_data } = (data ?? {}) as Partial<UserAuthenticationData>;
        if (typeof auth !== 'string' || readUserId(user_data) === null) {
          const why = 'the answer has no "auth", or no "user_data", JSON text with a string "id"';
          return this.#failed(new RealtimeError(CK211, why), false);
        }
        this.#isSigned = true;
        socket.instance.port.send_event('pusher:signin', { auth, user_data });
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        const failure = asFailure(cause, 'the user authentication');
        this.#failed(new RealtimeError(CK211, failure.message, { cause }), failure.final);
      },
    );
  }

  #failed(error: RealtimeError, final: boolean): void {
    this.#abort();
    this.#tell('failed', error);
    if (final) return;
    const delay = retryDelay(subscribeBackoff, this.#attempt, this.#host.timers);
    this.#attempt += 1;
    this.#retry.set(delay, () => this.#begin());
  }
}
