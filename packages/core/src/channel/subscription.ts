import type { SocketSession } from '../connection/socketSession.ts';
import type { ClientContext } from '../context.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK301, CK302, CK303, CK304, CK308, CK309, CK311, CK313 } from '../errors/withSocket.ts';
import { positionText } from '../lib/position.ts';
import { Alarm } from '../lib/timers.ts';
import type { AuthorizationRequest, EndpointAuth, InvalidEvent } from '../options.ts';
import { type Frame, isEncryptedEvent, isProtocolEvent } from '../transport/frame.ts';
import type { AuthorizationData } from '../transport/transport.ts';
import type { ConnectionSnapshot, GapReason } from '../types.ts';
import { type AuthorizationFailure, asFailure, authorizeChannel, readMemberId } from './authorize.ts';
import type { Channel, SubscriptionDriver } from './channel.ts';
import type { Continuity, Missing, StartPosition } from './continuity.ts';
import { Decryption } from './decryption.ts';
import { Delivery, type EventStamp } from './delivery.ts';
import { Members, type PresenceData } from './members.ts';
import type { Resumer } from './resumer.ts';
import {
  makeStatus,
  type SubscriptionEvent,
  type SubscriptionState,
  transitions,
} from './subscriptionState.ts';

/** What a subscription shares with the others of its client. */
export interface SubscriptionHost {
  readonly context: ClientContext;
  /** The socket, while it is good. */
  session(): SocketSession | null;
  connection(): ConnectionSnapshot;
  /** Whether the user changed in this turn. */
  isUserChanging(): boolean;
  /** Grows when the user or `auth` changes: a failure of an earlier request no longer counts. */
  authVersion(): number;
  /** The delay before retry number `attempt`, in milliseconds. */
  retryDelay(attempt: number): number;
  readonly askAuthEndpoint: (auth: EndpointAuth, request: AuthorizationRequest) => Promise<unknown>;
  /** Asks for what durable channels have missed; null if the application has not said where. */
  readonly resumer: Resumer | null;
  onInvalid(invalid: InvalidEvent): void;
  onEnd(subscription: Subscription): void;
}

/** Time limit for authorization and confirmation together, in milliseconds. */
const answerLimit = 10_000;

/**
 * Takes one channel on and off the wire: authorizes, subscribes, waits for the answer no longer than a limit, retries what may pass, and
 * forgets everything about a socket that is gone. What arrives goes to the delivery, on a durable channel through its continuity.
 */
export class Subscription implements SubscriptionDriver {
  readonly channel: Channel;
  readonly #host: SubscriptionHost;
  readonly #context: ClientContext;
  readonly #limit: Alarm;
  readonly #retry: Alarm;
  readonly #members: Members | null;
  readonly #decryption: Decryption | null;
  readonly #delivery: Delivery;
  /** Of a durable channel. */
  #continuity: Continuity | null = null;
  #state: SubscriptionState = 'idle';
  #attempt = 0;
  #error: RealtimeError | null = null;
  #reason: string | null = null;
  #retryAt: number | null = null;
  #liveSince = 0;
  /** Of the running request: an answer that comes after its end is ignored (promise 11). */
  #request: AbortController | null = null;
  /** Where the subscribe frame was sent; null if none was, or if it was taken back. */
  #session: SocketSession | null = null;
  /** The server has confirmed the subscription; a durable channel is live a little later. */
  #isConfirmed = false;

  constructor(channel: Channel, host: SubscriptionHost) {
    const { name, kind } = channel;
    this.channel = channel;
    this.#host = host;
    this.#context = host.context;
    this.#limit = new Alarm(host.context.timers);
    this.#retry = new Alarm(host.context.timers);
    this.#delivery = new Delivery(channel, this.#context, (invalid) => this.#missed(invalid));
    this.#members =
      kind === 'presence'
        ? new Members(
            channel.members,
            () => this.#delivery.description?.member,
            (error) => host.onInvalid({ channel: name, event: null, error }),
          )
        : null;
    this.#decryption =
      kind === 'encrypted'
        ? new Decryption(
            {
              askKey: (signal) => this.#authorize(host.session()?.id ?? '', signal),
              onEvent: (event, data) => this.#receive(event, data, null),
              onUnreadable: (event, since, error) => this.#unreadable({ channel: name, event, error }, since),
              batch: (change) => host.context.queue.batch(change),
            },
            host.context.timers,
          )
        : null;
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** The subscribe frame was sent, and not taken back since. */
  get isOnWire(): boolean {
    return this.#session !== null;
  }

  /** The subscribe frame was sent and not answered yet. */
  get isPending(): boolean {
    return this.#state === 'subscribing' && this.#session !== null && !this.#isConfirmed;
  }

  /** Will ask the log for what it has missed once its subscription is confirmed. */
  get willResume(): boolean {
    return this.isPending && this.#continuity !== null;
  }

  /** Up to where a durable channel knows every event; null if that is unknown. */
  get position(): string | null {
    const position = this.#continuity?.position;
    return position ? positionText(position) : null;
  }

  /** Wanted, or the socket is back. */
  start(): void {
    const isNew = this.#state === 'idle';
    if (isNew) this.#follow();
    if (this.#go('start')) this.#begin();
    if (isNew) this.onConnection(this.#host.connection());
  }

  retry(): void {
    if (this.#go('retry')) this.#begin();
  }

  stop(reason: string | null): void {
    const wasLive = this.#state === 'subscribed';
    const since = this.#session?.lastActivity ?? this.#context.timers.now();
    this.#detach(true);
    this.#go('stopped');
    this.#attempt = 0;
    this.#explain(null, reason);
    this.#publish();
    if (wasLive) this.#onDown(since, 'connection');
  }

  end(reason: string | null): void {
    this.#host.onEnd(this);
    this.#decryption?.clear();
    this.stop(reason);
    this.#members?.clear();
    if (this.#continuity) this.#host.resumer?.unfollow(this.#continuity);
  }

  send(event: string, data: unknown): boolean {
    const session = this.#session;
    if (!session) return false;
    if (!session.takeClientEvent()) throw new RealtimeError(CK308, `"${event}" on "${this.channel.name}"`);
    return session.transport.send(event, data, this.channel.name);
  }

  /** The socket is gone: nothing to send, everything to forget. */
  lost(since: number): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(false);
    if (!this.#go('lost')) return;
    this.#explain(null, 'the connection was lost');
    this.#publish();
    this.#onDown(wasLive ? since : null, 'connection');
  }

  /** The connection waits for its next attempt, has given up, or tries again. */
  onConnection({ state, error, reason, retryAt }: ConnectionSnapshot): void {
    if (state === 'failed' || retryAt !== null) {
      if (!this.#go(state === 'failed' ? 'gaveUp' : 'lost')) return;
      this.#detach(false);
      this.#explain(error, reason);
      this.#retryAt = retryAt;
      this.#publish();
      this.#onDown(null, 'connection');
    } else if (state === 'connecting' || state === 'reconnecting') {
      if (this.#state === 'unreachable') return this.start();
      if (this.#state !== 'retrying') return;
      this.#retryAt = null;
      this.#publish();
    }
  }

  /** `auth` changed. */
  retryDenied(): void {
    if (this.#state === 'denied') this.retry();
  }

  /** Another user. What was denied is tried again; what the previous one saw is forgotten, and the server is asked again. */
  userChanged(hadUser: boolean): void {
    if (this.channel.kind === 'public' || !hadUser) return this.retryDenied();
    this.#delivery.forget();
    this.#forgetPosition();
    this.#members?.clear();
    if (this.#state === 'idle') return;
    const wasLive = this.#state === 'subscribed';
    const since = this.#session?.lastActivity ?? 0;
    this.#detach(true);
    this.#go('stopped');
    this.#go('start');
    this.#explain(null, null);
    this.#begin();
    if (wasLive) this.#onDown(since, 'user');
  }

  /** A frame for this channel, while it is on the wire. */
  onFrame(frame: Frame): void {
    const { event, data } = frame;
    const fields = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    switch (event) {
      case 'pusher_internal:subscription_succeeded':
        return this.#onSucceeded(fields.presence as PresenceData | undefined);
      case 'pusher:subscription_error':
        if (frame.authorization === 'failed') return this.#onAuthorizationFailed(fields);
        return this.refuse(fields.error, fields.status === 403);
      case 'pusher_internal:member_added':
        return this.#members?.add(String(fields.user_id), fields.user_info);
      case 'pusher_internal:member_removed':
        return this.#members?.remove(String(fields.user_id));
      case 'pusher_internal:subscription_count':
        return this.channel.subscriptionCount.set(fields.subscription_count as number);
      case 'pusher:cache_miss':
        return this.#delivery.cacheMiss();
    }
    if (isProtocolEvent(event)) return;
    if (frame.decryption === 'failed') {
      const error = new RealtimeError(CK311, `channel "${this.channel.name}"`);
      return this.#unreadable({ channel: this.channel.name, event: null, error }, frame.receivedAt);
    }
    if (isEncryptedEvent(frame)) {
      // A transport that authorizes has the key, and sends what it decrypts.
      if (this.#session?.transport.authorizes === false)
        this.#decryption?.read(event, data, this.#context.timers.now());
    } else this.#receive(event, data, frame.user_id === undefined ? null : { userId: String(frame.user_id) });
  }

  /** The server refused the subscription. A refusal with status 403 is final. */
  refuse(why: unknown, final: boolean): void {
    const { name } = this.channel;
    if (this.#session?.answered(name) !== true) return;
    const detail = `channel "${name}": ${typeof why === 'string' && why ? why : 'no reason given'}`;
    const error = new RealtimeError(final ? CK302 : CK303, detail);
    this.#retryOrDeny({ error, final }, 'the subscription was refused');
  }

  /** A frame for this channel could not be read: that counts as a gap, so that pages become right in spite of it (promise 12). */
  missedFrame(error: RealtimeError): void {
    this.#unreadable({ channel: this.channel.name, event: null, error });
  }

  /** Begins to make a durable channel exact. */
  #follow(): void {
    const { name } = this.channel;
    const isDurable = this.#delivery.description?.durable === true;
    if (!isDurable || this.#continuity) return;
    if (!this.#host.resumer)
      return this.#host.onInvalid({
        channel: name,
        event: null,
        error: new RealtimeError(CK313, `"${name}"`),
      });
    this.#continuity = this.#host.resumer.follow({
      channel: name,
      deliver: (event, data, stamp) => this.#delivery.receive(event, data, stamp),
      onLive: (missing, knownSince, start) => this.#onCaughtUp(missing, knownSince, start),
      onRefused: (status) => this.#onRightLost(status),
    });
  }

  #go(event: SubscriptionEvent): boolean {
    const next = transitions[this.#state][event];
    if (next === null) return false;
    this.#state = next;
    return true;
  }

  #explain(error: RealtimeError | null, reason: string | null): void {
    this.#error = error;
    this.#reason = reason;
    this.#retryAt = null;
  }

  #publish(): void {
    this.channel.show(
      makeStatus({
        state: this.#state,
        channel: this.channel.name,
        error: this.#error,
        reason: this.#reason,
        attempt: this.#attempt,
        retryAt: this.#retryAt,
        liveSince: this.#liveSince,
      }),
    );
  }

  #begin(): void {
    this.#retry.clear();
    this.#publish();
    const session = this.#host.session();
    if (this.#state !== 'subscribing' || this.#limit.isSet || !session) return;
    if (this.channel.kind !== 'public' && this.#host.isUserChanging())
      return this.#retry.set(0, () => this.#begin());
    this.#limit.set(answerLimit, () => {
      session.forget(this.channel.name);
      const error = new RealtimeError(CK304, `channel "${this.channel.name}" waited ${answerLimit / 1000} s`);
      this.#retryOrDeny({ error, final: false }, 'the subscription was not answered');
    });
    if (this.channel.kind === 'public' || session.transport.authorizes) return this.#subscribe(session, null);

    const request = new AbortController();
    this.#request = request;
    const version = this.#host.authVersion();
    const settled = (change: () => void) => {
      if (!request.signal.aborted) this.#context.queue.batch(change);
    };
    Promise.all([this.#authorize(session.id, request.signal), this.#decryption?.load()]).then(
      ([data]) => settled(() => this.#subscribe(session, data)),
      (cause: unknown) =>
        settled(() => {
          if (version === this.#host.authVersion()) return this.#couldNotSubscribe(cause);
          this.#limit.clear();
          this.#begin();
        }),
    );
  }

  #authorize(socketId: string, signal: AbortSignal): Promise<AuthorizationData> {
    const { name } = this.channel;
    const transport = this.#host.session()?.transport;
    const ask = transport?.authorize?.bind(transport);
    const auth = ask ? { authorize: () => ask(name) } : this.#context.options().auth;
    return authorizeChannel(auth, { channelName: name, socketId, signal }, this.#host.askAuthEndpoint);
  }

  #subscribe(session: SocketSession, data: AuthorizationData | null): void {
    this.#members?.identify(readMemberId(data?.channel_data));
    if (data) this.#decryption?.setKey(data);
    this.#session = session;
    try {
      session.subscribe(this.channel.name, data);
    } catch (cause) {
      session.forget(this.channel.name);
      // An instance without encryption can never read the channel; a cipher of our own that did not load may yet.
      this.#couldNotSubscribe(cause, cause instanceof RealtimeError && cause.code === CK309.code);
    }
  }

  #onSucceeded(presence: PresenceData | undefined): void {
    const { name } = this.channel;
    const session = this.#session;
    if (session?.answered(name) !== true) return;
    if (session.transport.memberId) this.#members?.identify(session.transport.memberId(name));
    if (presence) this.#members?.reset(presence);
    if (this.#continuity) {
      this.#isConfirmed = true;
      this.#limit.clear();
      return this.#continuity.confirmed();
    }
    // Confirmed once more: the first confirmation was the late answer of an attempt that had been given up, after which we left and
    // subscribed again.
    if (this.#state === 'subscribed') return this.#missedSince(this.#liveSince, 'subscription');
    this.#goLive(this.#context.timers.now());
  }

  /** A durable channel has got what it had missed, or knows that it cannot. `knownSince`: null if that is as before. */
  #onCaughtUp(missing: Missing | null, knownSince: number | null, start: StartPosition | null): void {
    if (missing) this.channel.openGap(missing.since, missing.reason);
    if (this.#state !== 'subscribed') return this.#goLive(knownSince ?? this.#liveSince, start);
    this.#liveSince = knownSince ?? this.#liveSince;
    this.#publish();
    this.#onLive();
  }

  /** The back end no longer lets the user read a durable channel (promise 20). */
  #onRightLost(status: number): void {
    const final = status === 403;
    if (final) this.#forgetPosition();
    const error = new RealtimeError(
      final ? CK302 : CK301,
      `channel "${this.channel.name}": status ${status}`,
    );
    this.#retryOrDeny({ error, final }, 'the authorization failed');
  }

  #forgetPosition(): void {
    const missing = this.#continuity?.forget();
    if (missing) this.channel.openGap(missing.since, missing.reason);
  }

  #goLive(liveSince: number, start: StartPosition | null = null): void {
    if (!this.#go('succeeded')) return;
    this.#limit.clear();
    this.#attempt = 0;
    this.#explain(null, null);
    this.#liveSince = liveSince;
    this.#publish();
    this.#onLive(start);
  }

  /** A transport that authorizes by itself could not. */
  #onAuthorizationFailed({ error, status }: Record<string, unknown>): void {
    this.#session?.forget(this.channel.name);
    const why = typeof error === 'string' ? error : 'no reason given';
    this.#couldNotSubscribe(Object.assign(new Error(why), { status }));
  }

  /** An event that can be read: durable channels put those that carry a position in order. */
  #receive(event: string, data: unknown, stamp: EventStamp | null): void {
    if (this.#continuity) {
      if (this.#continuity.receive(event, data)) return;
      if (!event.startsWith('client-'))
        this.#context.emit({ type: 'unlogged', channel: this.channel.name, event });
    }
    this.#delivery.receive(event, data, stamp);
  }

  /** A frame that cannot be read: the log of a durable channel may have it. */
  #unreadable(invalid: InvalidEvent, since: number = this.#context.timers.now()): void {
    if (this.#continuity?.unreadable(since)) this.#host.onInvalid(invalid);
    else this.#missed(invalid, since);
  }

  #missed(invalid: InvalidEvent, since: number = this.#context.timers.now()): void {
    this.#host.onInvalid(invalid);
    this.#missedSince(since, 'payload');
  }

  #missedSince(since: number, reason: GapReason): void {
    this.channel.openGap(since, reason);
    // Not live: the gap is reported with the next confirmation.
    if (this.#state !== 'subscribed') return;
    this.#liveSince = this.#context.timers.now();
    this.#publish();
    this.#onLive();
  }

  #onLive(start: StartPosition | null = null): void {
    const gap = this.channel.closeGap();
    const channel = this.channel.name;
    const live = { type: 'live', channel, liveSince: this.#liveSince, gap } as const;
    this.#context.emit(start && !gap ? { ...live, positionsAt: start.at } : live);
    if (gap) this.channel.gaps.emit(gap);
  }

  /** No longer live, or an attempt failed. Events from `since` on (null: from when it was first held) may be missed. */
  #onDown(since: number | null, reason: GapReason): void {
    const unreadSince = this.#decryption?.unreadSince ?? null;
    const willResume = this.#continuity?.miss(since, reason) === true;
    if (unreadSince !== null && !willResume) this.channel.openGap(unreadSince, 'payload');
    if (!willResume) this.channel.openGap(since, reason);
    this.#members?.stale();
    this.#decryption?.clear();
    if (since !== null) this.#context.emit({ type: 'lost', channel: this.channel.name, since, reason });
  }

  /** No subscribe frame was sent. */
  #couldNotSubscribe(cause: unknown, isFinal = false): void {
    const { error, final } = asFailure(cause, `channel "${this.channel.name}"`);
    const isMissingCipher = error.code === CK309.code;
    const reason = isMissingCipher ? 'the cipher is missing' : 'the authorization failed';
    this.#retryOrDeny({ error, final: final || isFinal }, reason);
  }

  /** Plans the next attempt, unless the failure is `final`. */
  #retryOrDeny({ error, final }: Pick<AuthorizationFailure, 'error' | 'final'>, reason: string): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    if (!this.#go(final ? 'denied' : 'faulted')) return;
    if (final) {
      this.#explain(error, error.code === CK309.code ? reason : 'the authorization was denied');
    } else {
      this.#explain(error, reason);
      const delay = this.#host.retryDelay(this.#attempt);
      this.#retryAt = this.#context.timers.now() + delay;
      this.#retry.set(delay, () => this.retry());
    }
    this.#attempt += 1;
    this.#publish();
    this.#onDown(wasLive ? this.#liveSince : null, 'subscription');
  }

  #detach(isSocketGood: boolean): void {
    this.#limit.clear();
    this.#retry.clear();
    this.#request?.abort();
    this.#request = null;
    const session = this.#session;
    this.#session = null;
    this.#isConfirmed = false;
    this.#continuity?.detached();
    if (isSocketGood) session?.transport.unsubscribe(this.channel.name);
  }
}
