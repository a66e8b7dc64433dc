import { asFailure, postForm } from '../channel/authorize.ts';
import type { SocketSession } from '../connection/socketSession.ts';
import type { ClientContext } from '../context.ts';
import { channelKind } from '../contract/channelName.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK211 } from '../errors/withSocket.ts';
import { Alarm, authorizationBackoff, retryDelay } from '../lib/timers.ts';
import type { RealtimeOptions, UserAuthenticationData } from '../options.ts';
import { type Frame, isProtocolEvent, readUserId } from '../transport/frame.ts';
import type { SignInDriver, User } from './user.ts';

/** Time limit for the user authentication, and for the server's answer, in milliseconds. */
const answerLimit = 10_000;

/** The prefix of the channel on which a server sends events to one user. */
const userChannelPrefix = '#server-to-user-';

/** A failure that the server would repeat: the next attempt needs another connection. */
const untilReconnect =
  'Check the secret of the user authentication endpoint, and that the server supports sign-in. It is tried again with the next connection.';

const fixedUserAuth = ({ userAuth }: RealtimeOptions<never>): string => JSON.stringify(userAuth ?? null);

interface WatchlistData {
  readonly events: readonly { readonly name: 'online' | 'offline'; readonly user_ids: readonly string[] }[];
}

/** Signs the client's user in on the connection, and receives what is addressed to them (Pusher docs, "User authentication"). */
export class SignIn implements SignInDriver {
  readonly #context: ClientContext;
  readonly #user: User;
  readonly #limit: Alarm;
  readonly #retry: Alarm;
  #session: SocketSession | null = null;
  #request: AbortController | null = null;
  #attempt = 0;
  /** The connection knows a user, or is about to. */
  #isSent = false;
  /** Whose events the server sends on this connection. */
  #signedInAs: string | null = null;

  constructor(context: ClientContext, user: User) {
    this.#context = context;
    this.#user = user;
    this.#limit = new Alarm(context.timers);
    this.#retry = new Alarm(context.timers);
  }

  begin(): void {
    const { userAuth } = this.#context.options();
    const session = this.#session;
    if (!userAuth || !session || this.#user.getSnapshot().id === null) return;
    this.abort();
    const request = new AbortController();
    this.#request = request;
    this.#user.show('pending', null);
    this.#limit.set(answerLimit, () => this.#failed('the user authentication did not answer'));
    const settled = (change: () => void) => {
      if (!request.signal.aborted) this.#context.queue.batch(change);
    };
    const asked = { socketId: session.id, signal: request.signal };
    Promise.resolve()
      .then(() =>
        'authenticate' in userAuth
          ? userAuth.authenticate(asked)
          : postForm(userAuth, { socket_id: session.id }, request.signal),
      )
      .then(
        (data) => settled(() => this.#send(session, data)),
        (cause: unknown) =>
          settled(() => {
            const { message, final } = asFailure(cause, 'the user authentication');
            this.#failed(message, { cause, ...(final ? { remedy: untilReconnect } : {}) });
          }),
      );
  }

  abort(): boolean {
    this.#limit.clear();
    this.#retry.clear();
    this.#request?.abort();
    this.#request = null;
    return this.#isSent;
  }

  end(): void {
    this.onLost();
  }

  /** Signs in where that was not possible with the options before. */
  optionsChanged(before: RealtimeOptions<never>): void {
    const { signIn } = this.#user.getSnapshot();
    const isOpen = signIn === 'off' || signIn === 'failed';
    if (isOpen && fixedUserAuth(before) !== fixedUserAuth(this.#context.options())) this.begin();
  }

  onOpened(session: SocketSession): void {
    this.#session = session;
    this.#attempt = 0;
    this.begin();
  }

  onLost(): void {
    this.#session = null;
    this.#isSent = false;
    this.#signedInAs = null;
    this.abort();
    if (this.#user.getSnapshot().signIn !== 'off') this.#user.show('off', null);
  }

  /** Takes the frames of the sign-in; returns whether it was one. */
  onFrame({ event, channel, data }: Frame): boolean {
    switch (event) {
      case 'pusher_internal:watchlist_events':
        for (const { name, user_ids } of (data as WatchlistData).events)
          this.#user.deliverWatchlist({ name, userIds: user_ids });
        return true;
      case 'pusher:signin_success':
        this.#onSignedIn(readUserId((data as { user_data: unknown }).user_data));
        return true;
      case 'pusher:error':
        return this.#onError(data);
    }
    if (channel?.startsWith(userChannelPrefix) !== true) return false;
    if (!isProtocolEvent(event) && channel === `${userChannelPrefix}${this.#signedInAs}`)
      this.#user.deliver(event, data);
    return true;
  }

  get #isPending(): boolean {
    return this.#isSent && this.#user.getSnapshot().signIn === 'pending';
  }

  #send(session: SocketSession, data: unknown): void {
    const { auth, user_data } = (data ?? {}) as Partial<UserAuthenticationData>;
    if (typeof auth !== 'string' || readUserId(user_data) === null)
      return this.#failed('the answer has no "auth", or no "user_data" that is JSON text with a string "id"');
    this.#isSent = true;
    // A server without sign-in ignores the frame.
    this.#limit.set(answerLimit, () => this.#failed('the server did not answer', { remedy: untilReconnect }));
    session.signIn(auth, user_data as string);
  }

  #onSignedIn(id: string | null): void {
    // On an instance that the application shares, it may be its own sign-in.
    if (!this.#isPending) return;
    this.abort();
    this.#session?.signInAnswered();
    this.#attempt = 0;
    this.#signedInAs = id;
    this.#user.show('signed-in', null);
    this.#session?.transport.send('pusher:subscribe', { auth: '', channel: `${userChannelPrefix}${id}` });
  }

  /**
   * 4009 is a refusal: of the oldest request on this socket that waits for an answer, as servers answer in order. 4200 on an open socket
   * comes from a server that does not know the frame.
   */
  #onError(data: unknown): boolean {
    const { code } = (data ?? {}) as { code?: unknown };
    if (!this.#isPending || (code !== 4200 && code !== 4009)) return false;
    const oldest = this.#session?.pending.find((name) => name === '' || channelKind(name) !== 'public');
    if (code === 4009 && oldest !== '') return false;
    this.#session?.signInAnswered();
    const why = code === 4009 ? 'the server refused the signature' : 'the server knows no sign-in';
    this.#failed(why, { remedy: untilReconnect });
    return true;
  }

  /** Plans the next attempt, unless only another connection can help: then `remedy` says so. */
  #failed(why: string, options: { cause?: unknown; remedy?: string } = {}): void {
    this.abort();
    this.#user.show('failed', new RealtimeError(CK211, why, options));
    if (options.remedy) return;
    const delay = retryDelay(authorizationBackoff, this.#attempt, this.#context.timers);
    this.#attempt += 1;
    this.#retry.set(delay, () => this.begin());
  }
}
