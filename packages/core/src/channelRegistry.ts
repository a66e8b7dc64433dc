import { authorizeChannel } from './authorizer.ts';
import { ChannelEntry, type EntryHost } from './channelEntry.ts';
import { Lease } from './channelLease.ts';
import type { ClientEvents } from './clientEvents.ts';
import { type ChannelContract, describeChannel } from './contract.ts';
import type { ReportError } from './emitter.ts';
import { RealtimeError } from './errors.ts';
import type { Frame } from './frames.ts';
import type { PusherAuthHandler } from './pusherPort.ts';
import type { PusherInstance } from './pusherSource.ts';
import type { Timers } from './timers.ts';
import type { AuthorizationData, ConnectionSnapshot, InvalidEvent, RealtimeOptions } from './types.ts';

/** What the registry needs from its client. */
export interface RegistryHost {
  readonly timers: Timers;
  readonly report: ReportError;
  readonly events: ClientEvents;
  options(): RealtimeOptions<never>;
  contract(): ChannelContract<never> | undefined;
  /** The first channel is wanted, or the last is gone. */
  onDemand(): void;
}

/** Client events that Pusher takes per second and connection. */
const clientEventRate = 10;

/** The channels of a client by name, and the way of every frame to its channel. */
export class ChannelRegistry {
  readonly #host: RegistryHost;
  readonly #entryHost: EntryHost;
  readonly #entries = new Map<string, ChannelEntry>();
  /** Authorisations that pusher-js picks up within the same call. */
  readonly #grants = new Map<string, AuthorizationData>();
  /** Subscribe frames on this socket that the server has not answered; only the last answer counts (promise 2). */
  readonly #unanswered = new Map<string, number>();
  #sentAt: number[] = [];
  #socket: { instance: PusherInstance; id: string } | null = null;
  #connection: ConnectionSnapshot | null = null;
  /** Why nothing can be subscribed at present; null when it can. */
  #off: string | null = null;

  constructor(host: RegistryHost) {
    this.#host = host;
    this.#entryHost = {
      timers: host.timers,
      report: host.report,
      events: host.events,
      socket: () => this.#socket,
      auth: () => host.options().auth,
      grace: () => host.options().grace,
      grant: (channel, data) => this.#grants.set(channel, data),
      expectAnswer: (channel) => this.#unanswered.set(channel, (this.#unanswered.get(channel) ?? 0) + 1),
      onInvalid: (invalid) => this.#invalid(invalid),
      onUnused: (entry) => this.#remove(entry, null),
    };
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): Iterable<ChannelEntry> {
    return this.#entries.values();
  }

  acquire(name: string, userScoped: boolean): Lease {
    let entry = this.#entries.get(name);
    if (!entry) {
      entry = new ChannelEntry(name, describeChannel(this.#host.contract(), name), this.#entryHost);
      this.#entries.set(name, entry);
      this.#host.events.emit({ type: 'added', channel: name });
    }
    entry.isUserScoped ||= userScoped;
    const lease = new Lease(entry, (event, data, channel) => this.#sendClientEvent(event, data, channel));
    if (this.#off !== null) entry.subscription.stop(this.#off);
    else if (entry.subscription.state === 'idle') {
      entry.subscription.start();
      this.#tellConnection(entry);
    }
    this.#host.onDemand();
    return lease;
  }

  onConnected(instance: PusherInstance, id: string): void {
    this.#socket = { instance, id };
    this.#unanswered.clear();
    this.#sentAt = [];
    if (instance.ours) instance.authorize = this.#authorize;
    for (const entry of [...this.#entries.values()]) entry.subscription.start();
  }

  onLost(since: number): void {
    this.#socket = null;
    this.#unanswered.clear();
    for (const entry of [...this.#entries.values()]) entry.subscription.lost(since);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    this.#connection = snapshot;
    for (const entry of this.#entries.values()) this.#tellConnection(entry);
  }

  /** Takes every channel off the wire until {@link resume}; leases are kept. */
  halt(reason: string): void {
    this.#off = reason;
    for (const entry of this.#entries.values()) entry.subscription.stop(reason);
  }

  resume(): void {
    this.#off = null;
    for (const entry of this.#entries.values()) entry.subscription.start();
  }

  /** Ends the channels of the old user; the private ones that stay are authorised for the new one. */
  userChanged(hadUser: boolean): void {
    for (const entry of [...this.#entries.values()]) {
      if (entry.isUserScoped && hadUser) this.#remove(entry, 'the user changed');
      else if (entry.subscription.isDenied) entry.subscription.retry();
      else if (entry.kind !== 'public' && hadUser) entry.subscription.reauthorize();
    }
  }

  /** Tries again what was denied, since the authorisation is another one. */
  authChanged(): void {
    for (const entry of this.#entries.values()) if (entry.subscription.isDenied) entry.subscription.retry();
  }

  dispose(): void {
    for (const entry of [...this.#entries.values()]) this.#remove(entry, 'the client was disposed');
    this.#grants.clear();
  }

  onMalformed(channel: string | null): void {
    const entry = channel === null ? undefined : this.#entries.get(channel);
    const error = new RealtimeError(
      'CK209',
      channel === null ? 'no channel could be read' : `on "${channel}"`,
    );
    if (entry) return entry.missed({ channel, event: null, error });
    if (channel !== null) return this.#invalid({ channel, event: null, error });
    const live = [...this.#entries.values()].filter(
      ({ subscription }) => subscription.state === 'subscribed',
    );
    if (live.length === 0) this.#invalid({ channel, event: null, error });
    // Whose event it was is unknown, so each may have missed one.
    for (const each of live) each.missed({ channel: each.name, event: null, error });
  }

  onFrame(frame: Frame): void {
    const { event, channel, data } = frame;
    if (event === 'pusher:error') return this.#onServerError(data);
    const entry = channel === undefined ? undefined : this.#entries.get(channel);
    if (!entry) return;
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
        return entry.countSubscriptions(Number(fields.subscription_count));
      case 'pusher:cache_miss':
        return entry.cacheMissed();
    }
    if (event.startsWith('pusher:') || event.startsWith('pusher_internal:')) return;
    if (entry.kind === 'encrypted') entry.expectDecrypted();
    else entry.receive(event, data, frame.user_id);
  }

  #tellConnection(entry: ChannelEntry): void {
    const snapshot = this.#connection;
    if (snapshot?.state === 'failed' || typeof snapshot?.retryAt === 'number') {
      entry.subscription.connectionFailed(snapshot);
    }
  }

  #onSucceeded(entry: ChannelEntry, data: Record<string, unknown>): void {
    const open = (this.#unanswered.get(entry.name) ?? 1) - 1;
    this.#unanswered.set(entry.name, open);
    if (open > 0) return;
    const presence = data.presence as { hash: Record<string, unknown> } | undefined;
    if (entry.kind === 'presence' && presence) entry.members.reset(presence.hash);
    entry.subscription.succeeded();
  }

  /** Some servers refuse a subscription without naming the channel; where it can be only one, it is that one. */
  #onServerError(data: unknown): void {
    const { code, message } = (data ?? {}) as { code?: unknown; message?: unknown };
    if ((code ?? null) !== null && code !== 4009) return;
    const text = typeof message === 'string' ? message : '';
    const waiting = [...this.#entries.values()].filter(
      ({ kind, subscription }) => kind !== 'public' && subscription.awaitsAnswer,
    );
    const named = waiting.filter(({ name }) => text.includes(name));
    const [entry] = named.length > 0 ? named : waiting;
    if (entry && (named.length === 1 || waiting.length === 1)) {
      this.#refuse(entry, `channel "${entry.name}": ${text || 'no reason given'}`, false);
    }
  }

  #refuse(entry: ChannelEntry, detail: string, final: boolean): void {
    this.#unanswered.delete(entry.name);
    entry.subscription.refused(new RealtimeError(final ? 'CK302' : 'CK303', detail), final);
  }

  /** pusher-js asks within our own subscribe; otherwise it wants a new key, or the application subscribed by itself. */
  readonly #authorize: PusherAuthHandler = ({ channelName, socketId }, callback) => {
    const granted = this.#grants.get(channelName);
    this.#grants.delete(channelName);
    if (granted) return callback(null, { ...granted });
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
    const now = this.#host.timers.now();
    this.#sentAt = this.#sentAt.filter((at) => now - at < 1_000);
    if (this.#sentAt.length >= clientEventRate)
      throw new RealtimeError('CK308', `"${event}" on "${channel}"`);
    this.#sentAt.push(now);
    return socket.instance.port.send_event(event, data, channel);
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
