import { retryDelay } from '../backoff.ts';
import { type ChannelKind, channelKind } from '../channelName.ts';
import { CK304 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { AuthOptions, AuthorizationData } from '../options.ts';
import type { PusherChannelPort, PusherInstance } from '../pusherPort.ts';
import { Alarm, type Timers } from '../timers.ts';
import type { ChannelStatus, ConnectionSnapshot, GapReason } from '../types.ts';
import {
  type AuthorizationFailure,
  asFailure,
  authorizationBackoff,
  authorizeChannel,
  readMemberId,
} from './authorizer.ts';
import { type SubscriptionEvent, type SubscriptionState, transitions } from './channelState.ts';
import { ChannelWire } from './channelWire.ts';
import { makeStatus } from './subscriptionStatus.ts';

/** What a subscription needs from the router. */
export interface SubscriptionHost {
  readonly timers: Timers;
  /** The socket while it is good. */
  socket(): { readonly instance: PusherInstance; readonly id: string } | null;
  auth(): AuthOptions | undefined;
  /** Grows when user or auth change: a failure of an earlier request no longer counts. */
  authVersion(): number;
  /** Has pusher-js subscribe, with an authorisation that it picks up within the call. */
  join(instance: PusherInstance, channel: string, data: AuthorizationData | null): PusherChannelPort;
  /** When the socket gave its last sign of life: what was sent before has arrived. */
  lastActivity(): number;
  /** The subscribe frame sent last gets no answer. */
  forgetAnswer(channel: string): void;
}

/** What a subscription tells its driver. */
export interface SubscriptionListener {
  onLive(): void;
  /** No longer live, or an attempt failed; events from `since` (null: from when it was first wanted) may be missed. */
  onDown(since: number | null, reason: GapReason): void;
  onStatus(status: ChannelStatus): void;
  /** Who we are on a presence channel. */
  onIdentity(userId: string | null): void;
  /** The members of a channel that was subscribed before us. */
  onMembers(hash: Readonly<Record<string, unknown>>): void;
  onDecrypted(event: string, data: unknown): void;
}

const answerLimit = 10_000;

/**
 * One channel's way on and off the wire: authorises, subscribes, waits for the answer no longer than a limit, retries what
 * may pass, and forgets everything of a socket that is gone. pusher-js sees a channel only once it may be subscribed,
 * so that it never holds a pending one of ours that could come back as a ghost (promise 2).
 */
export class ChannelSubscription {
  readonly #name: string;
  readonly #kind: ChannelKind;
  readonly #host: SubscriptionHost;
  readonly #listener: SubscriptionListener;
  readonly #limit: Alarm;
  readonly #retry: Alarm;
  #state: SubscriptionState = 'idle';
  #attempt = 0;
  #error: RealtimeError | null = null;
  #reason: string | null = null;
  #retryAt: number | null = null;
  #liveSince = 0;
  /** Of the request that runs; an answer that comes after its end is thrown away (promise 11). */
  #controller: AbortController | null = null;
  #wire: ChannelWire | null = null;

  constructor(name: string, host: SubscriptionHost, listener: SubscriptionListener) {
    this.#name = name;
    this.#kind = channelKind(name);
    this.#host = host;
    this.#listener = listener;
    this.#limit = new Alarm(host.timers);
    this.#retry = new Alarm(host.timers);
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** Subscribe frame sent, and not left since. */
  get isOnWire(): boolean {
    return this.#wire !== null;
  }

  /** Subscribe frame sent, no answer yet. */
  get awaitsAnswer(): boolean {
    return this.#state === 'subscribing' && this.#wire !== null;
  }

  get isDenied(): boolean {
    return this.#state === 'denied';
  }

  /** Keeps a channel on the wire that somebody else wants to leave; false when it is not held here. */
  keep(): boolean {
    this.#wire?.adopt();
    return this.#wire !== null;
  }

  /** Wanted, or the socket is back. */
  start(): void {
    if (this.#go('start')) this.#begin();
  }

  retry(): void {
    if (this.#go('retry')) this.#begin();
  }

  /** The server confirmed. */
  succeeded(): void {
    if (!this.#wire || !this.#go('succeeded')) return;
    this.#limit.clear();
    this.#attempt = 0;
    this.#explain(null, null);
    this.#liveSince = this.#host.timers.now();
    this.#publish();
    this.#listener.onLive();
  }

  /** An event was missed although the channel is live: what is older no longer counts as known. */
  missed(): void {
    this.#liveSince = this.#host.timers.now();
    this.#publish();
  }

  /**
   * The server refused, or the time limit passed. Where it was live, the confirmation may have been the late answer of an attempt
   * given up, so that nothing since then is certain.
   */
  refused(error: RealtimeError, final: boolean): void {
    this.#fail({ error, final }, 'the subscription was refused');
  }

  /** The socket is gone: nothing to send, everything to forget. */
  lost(since: number): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(false);
    if (!this.#go('lost')) return;
    this.#explain(null, 'the connection was lost');
    this.#publish();
    this.#listener.onDown(wasLive ? since : null, 'connection');
  }

  /** The connection waits for its next attempt, or has given up. */
  connectionFailed({ state, error, reason, retryAt }: ConnectionSnapshot): void {
    if (!this.#go(state === 'failed' ? 'gaveUp' : 'lost')) return;
    this.#detach(false);
    this.#explain(error, reason);
    this.#retryAt = retryAt;
    this.#publish();
    this.#listener.onDown(null, 'connection');
  }

  /** An attempt to connect runs, after waiting or after a final failure. */
  connectionTries(): void {
    if (this.#state === 'unreachable') return this.start();
    if (this.#state !== 'retrying') return;
    this.#retryAt = null;
    this.#publish();
  }

  /** Off the wire until `start`. */
  stop(reason: string | null): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    this.#go('stopped');
    this.#attempt = 0;
    this.#explain(null, reason);
    this.#publish();
    if (wasLive) this.#listener.onDown(this.#host.lastActivity(), 'connection');
  }

  /**
   * Leaves at once and joins anew if it is `isWanted` a turn later, so that the server asks again whether this user may. By then
   * a page has given back in its effects what it showed for the old one.
   */
  reauthorize(isWanted: () => boolean): void {
    if (this.#state === 'idle') return;
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    this.#go('stopped');
    this.#go('start');
    this.#explain(null, null);
    this.#retry.set(0, () => {
      if (isWanted()) this.#begin();
    });
    this.#publish();
    if (wasLive) this.#listener.onDown(this.#host.lastActivity(), 'user');
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
    this.#listener.onStatus(
      makeStatus({
        state: this.#state,
        channel: this.#name,
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
    const socket = this.#host.socket();
    // An attempt on this socket may run already, and a listener may have given the channel back meanwhile.
    if (this.#state !== 'subscribing' || this.#limit.isSet || !socket) return;
    this.#limit.set(answerLimit, () => {
      this.#host.forgetAnswer(this.#name);
      const error = new RealtimeError(CK304, `channel "${this.#name}" waited ${answerLimit / 1000} s`);
      this.#fail({ error, final: false }, 'the subscription was not answered');
    });
    if (this.#kind === 'public' || !socket.instance.ours) return this.#subscribe(socket.instance, null);

    const controller = new AbortController();
    this.#controller = controller;
    const version = this.#host.authVersion();
    const request = { channelName: this.#name, socketId: socket.id, signal: controller.signal };
    authorizeChannel(this.#host.auth(), request).then(
      (data) => {
        if (controller.signal.aborted) return;
        this.#listener.onIdentity(readMemberId(data.channel_data));
        this.#subscribe(socket.instance, data);
      },
      (failure: AuthorizationFailure) => {
        if (controller.signal.aborted) return;
        if (version === this.#host.authVersion()) return this.#failed(failure);
        this.#limit.clear();
        this.#begin();
      },
    );
  }

  #subscribe(instance: PusherInstance, data: AuthorizationData | null): void {
    const name = this.#name;
    let wire: ChannelWire;
    try {
      wire = new ChannelWire(
        name,
        { instance, join: () => this.#host.join(instance, name, data) },
        {
          onDecrypted: (event, payload) => this.#listener.onDecrypted(event, payload),
          onFailure: (failure) => this.#failed(failure),
        },
      );
    } catch (cause) {
      return this.#failed(asFailure(cause, `channel "${name}"`));
    }
    this.#wire = wire;
    if (!wire.isConfirmed) return;
    this.#host.forgetAnswer(name);
    this.identify();
    if (wire.members?.members) this.#listener.onMembers(wire.members.members);
    this.succeeded();
  }

  /** Who we are, where pusher-js has authorised by itself. */
  identify(): void {
    const { myID } = this.#wire?.members ?? {};
    if (myID !== undefined) this.#listener.onIdentity(myID === null ? null : String(myID));
  }

  /** No subscribe frame has gone out, or none that will be answered. */
  #failed(failure: AuthorizationFailure): void {
    this.#host.forgetAnswer(this.#name);
    this.#fail(failure, 'the authorisation failed');
  }

  /** Plans the next attempt unless the failure is `final`; `reason` is for one that may pass. */
  #fail({ error, final }: Pick<AuthorizationFailure, 'error' | 'final'>, reason: string): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    if (!this.#go(final ? 'denied' : 'faulted')) return;
    if (final) {
      this.#explain(error, error.code === 'CK309' ? 'no cipher is loaded' : 'the authorisation was denied');
    } else {
      this.#explain(error, reason);
      const delay = retryDelay(authorizationBackoff, this.#attempt, this.#host.timers);
      this.#retryAt = this.#host.timers.now() + delay;
      this.#retry.set(delay, () => this.retry());
    }
    this.#attempt += 1;
    this.#publish();
    this.#listener.onDown(wasLive ? this.#liveSince : null, 'subscription');
  }

  #detach(tellServer: boolean): void {
    this.#limit.clear();
    this.#retry.clear();
    this.#controller?.abort();
    this.#controller = null;
    const wire = this.#wire;
    this.#wire = null;
    wire?.leave(tellServer && this.#host.socket()?.instance === wire.instance);
  }
}
