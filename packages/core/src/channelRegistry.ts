import { authorizeChannel } from './authorizer.ts';
import { ChannelEntry, type EntryHost } from './channelEntry.ts';
import { Lease, type LeaseHost } from './channelLease.ts';
import type { ClientEvents } from './clientEvents.ts';
import type { ChannelContract } from './contract.ts';
import type { ReportError } from './emitter.ts';
import { CK209, CK302, CK303, CK308 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import type { Frame } from './frames.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import type { PusherAuthHandler, PusherChannelPort } from './pusherPort.ts';
import type { PusherInstance } from './pusherSource.ts';
import { RateLimit } from './rateLimit.ts';
import type { Timers } from './timers.ts';
import type {
  AuthorizationData,
  ChannelStatus,
  ConnectionSnapshot,
  InvalidEvent,
  RealtimeOptions,
} from './types.ts';

/** What the registry needs from its client. */
export interface RegistryHost {
  readonly timers: Timers;
  readonly report: ReportError;
  readonly events: ClientEvents;
  options(): RealtimeOptions<never>;
  contract(): ChannelContract<never> | undefined;
  /** The first channel is wanted, or the last is gone. */
  onDemand(): void;
  /** A retry is asked for: a connection that waits should not. */
  onHurry(): void;
}

/** Client events that Pusher takes per second and connection. */
const clientEventRate = { count: 10, interval: 1_000 };

/** The channels of a client by name, and the way of every frame to its channel. */
export class ChannelRegistry {
  readonly #host: RegistryHost;
  readonly #entryHost: EntryHost;
  readonly #leaseHost: LeaseHost;
  readonly #entries = new Map<string, ChannelEntry>();
  /** The authorisation that pusher-js picks up within the call that is being made. */
  #grant: { channel: string; data: AuthorizationData } | null = null;
  readonly #answers = new PendingAnswers();
  readonly #clientEvents: RateLimit;
  #socket: { instance: PusherInstance; id: string } | null = null;
  #connection: ConnectionSnapshot | null = null;
  /** Why nothing can be subscribed at present; null when it can. */
  #off: string | null = null;
  /** There never will be a connection. */
  #isDisabled = false;
  #authVersion = 0;

  constructor(host: RegistryHost) {
    this.#host = host;
    this.#clientEvents = new RateLimit(host.timers, clientEventRate);
    this.#entryHost = {
      timers: host.timers,
      report: host.report,
      events: host.events,
      contract: () => host.contract(),
      socket: () => this.#socket,
      auth: () => host.options().auth,
      authVersion: () => this.#authVersion,
      // A server sets no timer.
      grace: () => (this.#isDisabled ? 0 : host.options().grace),
      join: (instance, channel, data) => this.#join(instance, channel, data),
      forgetAnswer: (channel) => this.#answers.forget(channel),
      onInvalid: (invalid) => this.#invalid(invalid),
      onUnused: (entry) => this.#remove(entry, null),
      onHurry: () => host.onHurry(),
    };
    this.#leaseHost = {
      send: (event, data, channel) => this.#sendClientEvent(event, data, channel),
      isDisabled: () => this.#isDisabled,
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): Iterable<ChannelEntry> {
    return this.#entries.values();
  }

  peek(name: string): ChannelStatus | null {
    return this.#entries.get(name)?.status.getSnapshot() ?? null;
  }

  /** Whether a name needs no more checks: it is held under the contract of the moment. */
  isKnown(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry !== undefined && (!this.#host.contract() || entry.description !== null);
  }

  acquire(name: string, isUserScoped: boolean): Lease {
    const known = this.#entries.get(name);
    const entry = known ?? this.#add(name);
    const lease = new Lease(entry, isUserScoped, this.#leaseHost);
    if (this.#off !== null) entry.subscription.stop(this.#off);
    else if (entry.subscription.state === 'idle') {
      entry.subscription.start();
      this.#tellConnection(entry);
    }
    if (!known) this.#host.onDemand();
    return lease;
  }

  /** Whether a private channel waits for the server's answer. */
  get isSubscribing(): boolean {
    return this.#all.some(({ kind, subscription }) => kind !== 'public' && subscription.awaitsAnswer);
  }

  /** Whether a channel is on the wire for somebody here. */
  isHeld(channel: string): boolean {
    return this.#entries.get(channel)?.subscription.keep() === true;
  }

  onConnected(instance: PusherInstance, id: string): void {
    this.#socket = { instance, id };
    this.#answers.clear();
    this.#clientEvents.reset();
    if (instance.ours) instance.authorize = this.#authorize;
    for (const entry of this.#all) entry.subscription.start();
  }

  onLost(since: number): void {
    this.#socket = null;
    this.#answers.clear();
    for (const entry of this.#all) entry.subscription.lost(since);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    this.#connection = snapshot;
    for (const entry of this.#all) this.#tellConnection(entry);
  }

  /** Takes every channel off the wire until {@link resume}; leases are kept. */
  halt(reason: string, isForGood = false): void {
    this.#off = reason;
    this.#isDisabled ||= isForGood;
    for (const entry of this.#all) entry.subscription.stop(reason);
  }

  resume(): void {
    this.#off = null;
    for (const entry of this.#all) entry.subscription.start();
  }

  /** Ends what was held for the user who leaves. */
  endUser(id: string): void {
    for (const entry of this.#all) if (entry.endUser(id)) this.#remove(entry, 'the user changed');
  }

  /** Tries again what was denied, and where somebody left has the private channels that stay authorised for the new user. */
  userChanged(hadUser: boolean): void {
    this.#authVersion += 1;
    for (const entry of this.#all) {
      // Nobody of the new user holds it: the grace was the old user's.
      if (entry.consumerCount === 0 && entry.kind !== 'public' && hadUser)
        this.#remove(entry, 'the user changed');
      else if (entry.subscription.isDenied) entry.subscription.retry();
      else if (entry.kind !== 'public' && hadUser) entry.changeUser();
    }
  }

  /** Tries again what was denied, since the authorisation is another one. */
  authChanged(): void {
    this.#authVersion += 1;
    for (const { subscription } of this.#all) if (subscription.isDenied) subscription.retry();
  }

  dispose(): void {
    for (const entry of this.#all) this.#remove(entry, 'the client was disposed');
  }

  onMalformed(channel: string | null): void {
    const entry = channel === null ? undefined : this.#entries.get(channel);
    const error = new RealtimeError(CK209, channel === null ? 'no channel could be read' : `on "${channel}"`);
    if (entry) return entry.missed({ channel, event: null, error });
    if (channel !== null) return this.#invalid({ channel, event: null, error });
    const live = this.#all.filter(({ subscription }) => subscription.state === 'subscribed');
    if (live.length === 0) this.#invalid({ channel, event: null, error });
    // Whose event it was is unknown, so each may have missed one.
    for (const each of live) each.missed({ channel: each.name, event: null, error });
  }

  onFrame(frame: Frame): void {
    const { event, channel, data } = frame;
    if (event === 'pusher:error') return this.#onServerError(data);
    if (!channel) return;
    const entry = this.#entries.get(channel);
    // What is still on its way after we left is nobody's any more, a late confirmation too (2).
    if (!entry?.subscription.isOnWire) return this.#onUnheld(event, channel);
    const fields = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    switch (event) {
      case 'pusher_internal:subscription_succeeded':
        return this.#onSucceeded(entry, fields);
      case 'pusher:subscription_error': {
        const reason = typeof fields.error === 'string' ? fields.error : 'no reason given';
        return this.#refuse(entry, `channel "${entry.name}": ${reason}`, fields.status === 403);
      }
      case 'pusher_internal:member_added':
        return entry.members.add(String(fields.user_id), fields.user_info);
      case 'pusher_internal:member_removed':
        return entry.members.remove(String(fields.user_id));
      case 'pusher_internal:subscription_count':
        return entry.countSubscriptions(fields.subscription_count as number);
      case 'pusher:cache_miss':
        return entry.cacheMissed();
    }
    if (event.startsWith('pusher:') || event.startsWith('pusher_internal:')) return;
    if (entry.kind === 'encrypted') entry.expectDecrypted();
    else entry.receive(event, data, frame.user_id === undefined ? undefined : String(frame.user_id));
  }

  get #all(): ChannelEntry[] {
    return [...this.#entries.values()];
  }

  /** A frame for a channel that is not on the wire for anybody. */
  #onUnheld(event: string, channel: string): void {
    const isConfirmation = event === 'pusher_internal:subscription_succeeded';
    if (!isConfirmation && event !== 'pusher:subscription_error') return;
    this.#answers.answered(channel);
    const socket = this.#socket;
    if (!isConfirmation || !socket || socket.instance.ours || channel.startsWith('#')) return;
    // Given back while the application's pusher-js authorised it, which then subscribed all the same.
    const { port } = socket.instance;
    if (!port.channel(channel)) port.send_event('pusher:unsubscribe', { channel });
  }

  #join(instance: PusherInstance, channel: string, data: AuthorizationData | null): PusherChannelPort {
    this.#answers.expect(channel);
    this.#grant = data && { channel, data };
    try {
      return instance.port.subscribe(channel);
    } finally {
      this.#grant = null;
    }
  }

  #tellConnection(entry: ChannelEntry): void {
    const snapshot = this.#connection;
    if (snapshot?.state === 'failed' || typeof snapshot?.retryAt === 'number') {
      entry.subscription.connectionFailed(snapshot);
    } else if (snapshot?.state === 'connecting' || snapshot?.state === 'reconnecting') {
      entry.subscription.connectionTries();
    }
  }

  #onSucceeded(entry: ChannelEntry, data: Record<string, unknown>): void {
    if (!this.#answers.answered(entry.name)) return;
    entry.subscription.identify();
    const presence = data.presence as { hash: Record<string, unknown> } | undefined;
    if (entry.kind === 'presence' && presence) entry.members.reset(presence.hash);
    entry.subscription.succeeded();
  }

  /** Some servers refuse a subscription without naming the channel; where it can be only one, it is that one. */
  #onServerError(data: unknown): void {
    const { code, message } = (data ?? {}) as { code?: unknown; message?: unknown };
    if ((code ?? null) !== null && code !== 4009) return;
    const text = typeof message === 'string' ? message : '';
    const waiting = this.#all.filter(
      ({ kind, subscription }) => kind !== 'public' && subscription.awaitsAnswer,
    );
    const named = waiting.filter(({ name }) => text.includes(name));
    const [entry] = named.length > 0 ? named : waiting;
    if (entry && (named.length === 1 || waiting.length === 1)) {
      this.#refuse(entry, `channel "${entry.name}": ${text || 'no reason given'}`, false);
    }
  }

  #refuse(entry: ChannelEntry, detail: string, final: boolean): void {
    if (!this.#answers.answered(entry.name)) return;
    entry.subscription.refused(new RealtimeError(final ? CK302 : CK303, detail), final);
  }

  /** pusher-js asks within our own subscribe; otherwise it wants a new key, or the application subscribed by itself. */
  readonly #authorize: PusherAuthHandler = ({ channelName, socketId }, callback) => {
    if (this.#grant?.channel === channelName) return callback(null, { ...this.#grant.data });
    const { signal } = new AbortController();
    authorizeChannel(this.#host.options().auth, { channelName, socketId, signal }).then(
      (data) => {
        if (this.#socket?.id === socketId) callback(null, { ...data });
      },
      (failure: Error) => callback(failure, null),
    );
  };

  #sendClientEvent(event: string, data: unknown, channel: string): boolean {
    const socket = this.#socket;
    if (!socket) return false;
    if (!this.#clientEvents.take()) throw new RealtimeError(CK308, `"${event}" on "${channel}"`);
    return socket.instance.port.send_event(event, data, channel);
  }

  #add(name: string): ChannelEntry {
    const entry = new ChannelEntry(name, this.#entryHost);
    this.#entries.set(name, entry);
    this.#host.events.emit({ type: 'added', channel: name });
    return entry;
  }

  #remove(entry: ChannelEntry, reason: string | null): void {
    if (this.#entries.get(entry.name) !== entry) return;
    this.#entries.delete(entry.name);
    entry.end(reason);
    this.#host.events.emit({ type: 'removed', channel: entry.name });
    this.#host.onDemand();
  }

  #invalid(invalid: InvalidEvent): void {
    this.#host.events.emit({ type: 'invalid', invalid });
    try {
      this.#host.options().onInvalid?.(invalid);
    } catch (error) {
      this.#host.report(error);
    }
  }
}
