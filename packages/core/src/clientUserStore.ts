import { asFailure, postForm } from './authorizer.ts';
import { retryDelay, subscribeBackoff } from './backoff.ts';
import { Emitter, type ReportError } from './emitter.ts';
import { RealtimeError } from './errors.ts';
import { defuse, type Frame } from './frames.ts';
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
  /** After the id changed; `hadUser` tells whether there was one before. */
  onChange(hadUser: boolean): void;
  /** A connection signs in one user only: another one needs a new socket. */
  renewConnection(): void;
  onDemand(): void;
}

const answerLimit = 10_000;

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
    const { id: before, signIn } = this.#store.getSnapshot();
    if (next === before) return;
    this.#abort();
    this.#store.set({ id: next, signIn: 'off', error: null });
    this.#host.onChange(before !== null);
    if (signIn === 'signed-in') this.#host.renewConnection();
    else this.#begin();
  }

  on(event: string, listener: (data: unknown) => void): () => void {
    const emitter = this.#events.get(event) ?? new Emitter<[unknown]>(this.#host.report);
    this.#events.set(event, emitter);
    return this.#watched(emitter.subscribe(listener));
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
    this.#abort();
    if (this.#store.getSnapshot().signIn !== 'off') this.#tell('off', null);
  }

  /** Takes the frames of the sign-in; true when it was one. */
  onFrame(frame: Frame): boolean {
    const { event, channel, data } = frame;
    const { id, signIn } = this.#store.getSnapshot();
    if (event === 'pusher_internal:watchlist_events') {
      for (const each of (data as { events: { name: 'online' | 'offline'; user_ids: string[] }[] }).events) {
        this.#watchlist.emit({ name: each.name, userIds: each.user_ids });
      }
      return true;
    }
    if (event === 'pusher:signin_success' && signIn === 'pending') {
      // pusher-js did not ask for it and would stumble over it.
      defuse(frame);
      this.#abort();
      this.#attempt = 0;
      this.#tell('signed-in', null);
      this.#socket?.instance.port.send_event('pusher:subscribe', {
        auth: '',
        channel: `#server-to-user-${id}`,
      });
      return true;
    }
    if (
      event === 'pusher:error' &&
      signIn === 'pending' &&
      (data as { code?: unknown } | null)?.code === 4009
    ) {
      this.#failed(new RealtimeError('CK211', 'the server refused the signature'), true);
      return true;
    }
    if (channel?.startsWith('#server-to-user-') !== true) return false;
    if (!event.startsWith('pusher') && channel === `#server-to-user-${id}`)
      this.#events.get(event)?.emit(data);
    return true;
  }

  dispose(): void {
    this.onLost();
    this.#watchlist.clear();
    for (const emitter of this.#events.values()) emitter.clear();
    this.#events.clear();
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
      this.#failed(new RealtimeError('CK211', 'the server did not answer'), true),
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
        if (typeof auth === 'string' && typeof user_data === 'string') {
          socket.instance.port.send_event('pusher:signin', { auth, user_data });
        } else this.#failed(new RealtimeError('CK211', 'the answer has no "auth" and "user_data"'), false);
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        const failure = asFailure(cause, 'the user authentication');
        this.#failed(new RealtimeError('CK211', failure.message, { cause }), failure.final);
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
