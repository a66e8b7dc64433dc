import { retryDelay } from '../backoff.ts';
import type { ClientUserStore } from '../clientUserStore.ts';
import type { SignInDriver } from '../enginePort.ts';
import { CK211 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { RealtimeOptions, UserAuthenticationData } from '../options.ts';
import type { PusherInstance } from '../pusherPort.ts';
import { Alarm, type Timers } from '../timers.ts';
import { asFailure, authorizationBackoff, postForm } from './authorizer.ts';
import { defuse, type Frame, readUserId } from './frames.ts';

/** What the sign-in needs from its engine. */
export interface SignInHost {
  readonly timers: Timers;
  readonly users: ClientUserStore;
  options(): RealtimeOptions<never>;
  /** Whether a subscription waits for its answer, which an error without a channel may be. */
  isSubscribing(): boolean;
}

const answerLimit = 10_000;

const fixedUserAuth = ({ userAuth }: RealtimeOptions<never>): string => JSON.stringify(userAuth ?? null);

interface WatchlistData {
  readonly events: readonly { readonly name: 'online' | 'offline'; readonly user_ids: readonly string[] }[];
}

/**
 * The sign-in of the client's user on the connection. Its frames are sent and read here, because pusher-js signs in only once
 * per instance and never again after a failure.
 */
export class SignIn implements SignInDriver {
  readonly #host: SignInHost;
  readonly #users: ClientUserStore;
  readonly #limit: Alarm;
  readonly #retry: Alarm;
  #socket: { instance: PusherInstance; id: string } | null = null;
  #controller: AbortController | null = null;
  #attempt = 0;
  /** The connection knows a user, or is about to. */
  #isSigned = false;
  /** Whose events come to this connection, as the server says it. */
  #signedInAs: string | null = null;

  constructor(host: SignInHost) {
    this.#host = host;
    this.#users = host.users;
    this.#limit = new Alarm(host.timers);
    this.#retry = new Alarm(host.timers);
  }

  begin(): void {
    const { userAuth } = this.#host.options();
    const socket = this.#socket;
    if (!userAuth || !socket || this.#users.getSnapshot().id === null) return;
    this.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#users.tell('pending', null);
    this.#limit.set(answerLimit, () =>
      this.#failed(new RealtimeError(CK211, 'the user authentication did not answer'), false),
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
        // A server without sign-in ignores the frame: known by the silence, and not asked again on this connection.
        this.#limit.set(answerLimit, () =>
          this.#failed(new RealtimeError(CK211, 'the server did not answer'), true),
        );
        socket.instance.port.send_event('pusher:signin', { auth, user_data });
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        const failure = asFailure(cause, 'the user authentication');
        this.#failed(new RealtimeError(CK211, failure.message, { cause }), failure.final);
      },
    );
  }

  abort(): boolean {
    this.#limit.clear();
    this.#retry.clear();
    this.#controller?.abort();
    this.#controller = null;
    return this.#isSigned;
  }

  end(): void {
    this.onLost();
  }

  /** New options: signs in where that was not possible before. */
  optionsChanged(before: RealtimeOptions<never>): void {
    const { signIn } = this.#users.getSnapshot();
    const isOpen = signIn === 'off' || signIn === 'failed';
    if (isOpen && fixedUserAuth(before) !== fixedUserAuth(this.#host.options())) this.begin();
  }

  onConnected(instance: PusherInstance, id: string): void {
    this.#socket = { instance, id };
    this.#attempt = 0;
    this.begin();
  }

  onLost(): void {
    this.#socket = null;
    this.#isSigned = false;
    this.#signedInAs = null;
    this.abort();
    if (this.#users.getSnapshot().signIn !== 'off') this.#users.tell('off', null);
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
      this.#users.deliver(event, data);
    return true;
  }

  #onWatchlist({ events }: WatchlistData): void {
    for (const { name, user_ids } of events) this.#users.deliverWatchlist({ name, userIds: user_ids });
  }

  #onSignedIn(frame: Frame): boolean {
    const socket = this.#socket;
    // On an instance of the application it may be its own sign-in.
    if (!socket || (!this.#isSigned && !socket.instance.ours)) return false;
    const id = readUserId((frame.data as { user_data: string }).user_data);
    // pusher-js did not ask for it and would stumble over it.
    defuse(frame);
    if (!this.#isSigned || this.#users.getSnapshot().signIn !== 'pending') return true;
    this.abort();
    this.#attempt = 0;
    this.#signedInAs = id;
    this.#users.tell('signed-in', null);
    const channel = `#server-to-user-${id}`;
    if (this.#socket === socket) socket.instance.port.send_event('pusher:subscribe', { auth: '', channel });
    return true;
  }

  /** 4009 is a refusal; 4200 on an open socket is a server that does not know the frame. */
  #onError(data: unknown): boolean {
    const { code } = (data ?? {}) as { code?: unknown };
    const isOurs = code === 4200 || (code === 4009 && !this.#host.isSubscribing());
    if (!isOurs || !this.#isSigned || this.#users.getSnapshot().signIn !== 'pending') return false;
    const why = code === 4009 ? 'the server refused the signature' : 'the server knows no sign-in';
    this.#failed(new RealtimeError(CK211, why), true);
    return true;
  }

  #failed(error: RealtimeError, final: boolean): void {
    this.abort();
    this.#users.tell('failed', error);
    if (final) return;
    const delay = retryDelay(authorizationBackoff, this.#attempt, this.#host.timers);
    this.#attempt += 1;
    this.#retry.set(delay, () => this.begin());
  }
}
