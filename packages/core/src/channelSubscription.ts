import { type AuthorizationFailure, authorizeChannel } from './authorizer.ts';
import { retryDelay, subscribeBackoff } from './backoff.ts';
import { type ChannelKind, channelKind } from './channelName.ts';
import { type SubscriptionEvent, type SubscriptionState, transitions } from './channelState.ts';
import { RealtimeError } from './errors.ts';
import type { PusherChannelPort } from './pusherPort.ts';
import type { PusherInstance } from './pusherSource.ts';
import { Alarm, type Timers } from './timers.ts';
import type {
  AuthOptions,
  AuthorizationData,
  ChannelStatus,
  ConnectionSnapshot,
  GapReason,
} from './types.ts';

/** What a subscription needs from the registry. */
export interface SubscriptionHost {
  readonly timers: Timers;
  /** The socket while it is good. */
  socket(): { readonly instance: PusherInstance; readonly id: string } | null;
  auth(): AuthOptions | undefined;
  /** Leaves an authorisation for pusher-js to pick up when it subscribes. */
  grant(channel: string, data: AuthorizationData): void;
  /** A subscribe frame has gone out; the server answers each in turn. */
  expectAnswer(channel: string): void;
}

/** What a subscription tells its entry. */
export interface SubscriptionListener {
  onLive(): void;
  /** Live no more, or an attempt failed; events from `since` (null: from when it was first wanted) may be missed. */
  onDown(since: number | null, reason: GapReason): void;
  onStatus(status: ChannelStatus): void;
  /** Who we are on a presence channel. */
  onIdentity(userId: string | null): void;
  onDecrypted(event: string, data: unknown): void;
}

const answerLimit = 10_000;

function memberId({ channel_data }: AuthorizationData): string | null {
  if (channel_data === undefined) return null;
  try {
    const id = (JSON.parse(channel_data) as { user_id?: unknown } | null)?.user_id;
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
  } catch {
    return null;
  }
}

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
  /** Grows with every attempt and end; an answer of an older one is thrown away (promise 11). */
  #run = 0;
  #controller: AbortController | null = null;
  #wire: { instance: PusherInstance; channel: PusherChannelPort; foreign: boolean } | null = null;
  /** A failure of the connection ends with it; a denial does not. */
  #denied = false;

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

  /** Subscribe frame sent, no answer yet. */
  get awaitsAnswer(): boolean {
    return this.#state === 'subscribing' && this.#wire !== null;
  }

  get isDenied(): boolean {
    return this.#state === 'failed' && this.#denied;
  }

  /** Wanted, or the socket is back. */
  start(): void {
    const again = this.#state === 'failed' && !this.#denied;
    if (this.#go(again ? 'retry' : 'start')) this.#begin();
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
  missed(at: number): void {
    if (this.#state !== 'subscribed') return;
    this.#liveSince = Math.max(at, this.#liveSince);
    this.#publish();
  }

  /** The server refused, or the time limit passed. */
  refused(error: RealtimeError, final: boolean): void {
    if (final) this.#deny(error);
    else this.#fault(error, 'the subscription was refused');
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
    if (this.#state === 'idle' || this.isDenied) return;
    this.#detach(false);
    this.#denied = false;
    if (!this.#go(state === 'failed' ? 'denied' : 'lost')) return;
    this.#explain(error, reason);
    this.#retryAt = retryAt;
    this.#publish();
    this.#listener.onDown(null, 'connection');
  }

  /** Off the wire until `start`. */
  stop(reason: string | null): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    this.#attempt = 0;
    this.#explain(null, reason);
    if (!this.#go('stopped')) return this.#publish();
    this.#publish();
    if (wasLive) this.#listener.onDown(this.#host.timers.now(), 'connection');
  }

  /** Leaves and joins anew, so that the server asks again whether this user may. */
  reauthorize(): void {
    if (this.#state === 'idle') return;
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    this.#go('stopped');
    this.#listener.onDown(wasLive ? this.#host.timers.now() : null, 'user');
    this.start();
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
    const fields = { reason: this.#reason, attempt: this.#attempt };
    const down = { ...fields, isLive: false, liveSince: null, retryAt: null } as const;
    const error = this.#error;
    switch (this.#state) {
      case 'idle':
        return this.#listener.onStatus({ status: 'idle', ...down, error: null });
      case 'subscribing':
        return this.#listener.onStatus({ status: 'subscribing', ...down, error });
      case 'subscribed':
        return this.#listener.onStatus({
          status: 'subscribed',
          ...fields,
          isLive: true,
          liveSince: this.#liveSince,
          error: null,
          retryAt: null,
        });
      case 'retrying':
        return this.#listener.onStatus({ status: 'retrying', ...down, error, retryAt: this.#retryAt });
      case 'failed': {
        const known = error ?? new RealtimeError('CK302', `channel "${this.#name}"`);
        return this.#listener.onStatus({ status: 'failed', ...down, error: known });
      }
    }
  }

  #begin(): void {
    this.#retry.clear();
    this.#retryAt = null;
    this.#denied = false;
    this.#publish();
    const socket = this.#host.socket();
    if (!socket || this.#wire) return;
    const run = ++this.#run;
    this.#limit.set(answerLimit, () => {
      const error = new RealtimeError('CK304', `channel "${this.#name}" waited ${answerLimit / 1000} s`);
      this.#fault(error, 'the subscription was not answered');
    });
    if (this.#kind === 'public' || !socket.instance.ours) return this.#subscribe(socket.instance);

    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const request = { channelName: this.#name, socketId: socket.id, signal: controller.signal };
    authorizeChannel(this.#host.auth(), request).then(
      (data) => {
        if (run !== this.#run) return;
        this.#listener.onIdentity(memberId(data));
        this.#host.grant(this.#name, data);
        this.#subscribe(socket.instance);
      },
      (failure: AuthorizationFailure) => {
        if (run !== this.#run) return;
        if (failure.final) this.#deny(failure.error);
        else this.#fault(failure.error, 'the authorisation failed');
      },
    );
  }

  #subscribe(instance: PusherInstance): void {
    const { port } = instance;
    const foreign = port.channel(this.#name) !== undefined;
    let channel: PusherChannelPort;
    try {
      channel = port.subscribe(this.#name);
    } catch (cause) {
      return this.#deny(
        new RealtimeError('CK309', `channel "${this.#name}" cannot be subscribed`, { cause }),
      );
    }
    this.#wire = { instance, channel, foreign };
    this.#host.expectAnswer(this.#name);
    if (this.#kind === 'encrypted') channel.bind_global(this.#onDecrypted);
    if (!instance.ours) channel.bind('pusher:subscription_error', this.#onPusherError);
    if (channel.subscribed) this.succeeded();
  }

  readonly #onDecrypted = (event: string, data: unknown): void => {
    if (!event.startsWith('pusher:')) this.#listener.onDecrypted(event, data);
  };

  /** Authorisation is pusher-js's own on an instance that the application made. */
  readonly #onPusherError = (data: unknown): void => {
    const { status, error } = (data ?? {}) as { status?: unknown; error?: unknown };
    const detail = `channel "${this.#name}": ${typeof error === 'string' ? error : 'no reason given'}`;
    this.refused(new RealtimeError(status === 403 ? 'CK302' : 'CK301', detail), status === 403);
  };

  #fault(error: RealtimeError, reason: string): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    if (!this.#go('faulted')) return;
    const delay = retryDelay(subscribeBackoff, this.#attempt, this.#host.timers);
    this.#attempt += 1;
    this.#explain(error, reason);
    this.#retryAt = this.#host.timers.now() + delay;
    this.#retry.set(delay, () => this.retry());
    this.#publish();
    this.#listener.onDown(wasLive ? this.#host.timers.now() : null, 'subscription');
  }

  #deny(error: RealtimeError): void {
    const wasLive = this.#state === 'subscribed';
    this.#detach(true);
    if (!this.#go('denied')) return;
    this.#denied = true;
    this.#attempt += 1;
    this.#explain(error, 'the authorisation was denied');
    this.#publish();
    this.#listener.onDown(wasLive ? this.#host.timers.now() : null, 'subscription');
  }

  #detach(tellServer: boolean): void {
    this.#run += 1;
    this.#limit.clear();
    this.#retry.clear();
    this.#controller?.abort();
    this.#controller = null;
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    const { instance, channel, foreign } = wire;
    channel.unbind_global(this.#onDecrypted);
    channel.unbind('pusher:subscription_error', this.#onPusherError);
    // A channel that the application had opened itself is not ours to close.
    if (foreign) return;
    channel.disconnect();
    instance.port.unsubscribe(this.#name);
    if (tellServer && this.#host.socket()?.instance === instance) {
      instance.port.send_event('pusher:unsubscribe', { channel: this.#name });
    }
  }
}
