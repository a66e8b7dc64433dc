import { type ChannelDescription, describeChannel } from '../channelDescription.ts';
import type { ChannelEntry } from '../channelEntry.ts';
import { isCacheChannel } from '../channelName.ts';
import type { ClientEvents } from '../clientEvents.ts';
import type { ChannelContract } from '../contract.ts';
import type { ChannelMessage } from '../contractTypes.ts';
import type { ChannelDriver as ChannelDriverPort } from '../enginePort.ts';
import { CK311 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { InvalidEvent } from '../options.ts';
import type { ConnectionSnapshot, GapReason } from '../types.ts';
import { validate } from '../validation.ts';
import { ChannelSubscription, type SubscriptionHost } from './channelSubscription.ts';
import { EncryptedEvents } from './encryptedEvents.ts';
import { MemberStore } from './memberStore.ts';

/** What a driver needs from the router. */
export interface DriverHost extends SubscriptionHost {
  readonly events: ClientEvents;
  contract(): ChannelContract<never> | undefined;
  connection(): ConnectionSnapshot | null;
  send(event: string, data: unknown, channel: string): boolean;
  onInvalid(invalid: InvalidEvent): void;
  onEnd(driver: ChannelDriver): void;
}

/** Puts one channel on the wire and brings what arrives there to its entry. */
export class ChannelDriver implements ChannelDriverPort {
  readonly entry: ChannelEntry;
  readonly subscription: ChannelSubscription;
  readonly members: MemberStore;
  readonly encrypted: EncryptedEvents;
  readonly #host: DriverHost;
  readonly #isCache: boolean;
  #described: { by: ChannelContract<never> | undefined; as: ChannelDescription | null } | null = null;
  #isEnded = false;

  constructor(entry: ChannelEntry, host: DriverHost) {
    const { name } = entry;
    this.entry = entry;
    this.#host = host;
    this.#isCache = isCacheChannel(name);
    this.encrypted = new EncryptedEvents(host.timers, (since) => {
      const error = new RealtimeError(CK311, `channel "${name}"`);
      this.missed({ channel: name, event: null, error }, since);
    });
    this.members = new MemberStore(entry.members, {
      definition: () => this.#description?.member,
      onInvalid: (error) => host.onInvalid({ channel: name, event: null, error }),
    });
    this.subscription = new ChannelSubscription(name, host, {
      onLive: () => this.#tellLive(),
      onDown: (since, reason) => this.#onDown(since, reason),
      onStatus: (status) => entry.show(status),
      onIdentity: (userId) => this.members.identify(userId),
      onMembers: (hash) => this.members.reset(hash),
      onDecrypted: (event, data) => {
        this.encrypted.read();
        this.receive(event, data, undefined);
      },
    });
  }

  /** What the newest contract says; a channel may outlive the one it was first held with (hot reload). */
  get #description(): ChannelDescription | null {
    const by = this.#host.contract();
    if (!this.#described || this.#described.by !== by)
      this.#described = { by, as: describeChannel(by, this.entry.name) };
    return this.#described.as;
  }

  start(): void {
    const isNew = this.subscription.state === 'idle';
    this.subscription.start();
    if (isNew) this.onConnection(this.#host.connection());
  }

  retry(): void {
    this.subscription.retry();
  }

  stop(reason: string | null): void {
    this.subscription.stop(reason);
  }

  end(reason: string | null): void {
    this.#host.onEnd(this);
    this.encrypted.clear();
    this.subscription.stop(reason);
    this.#isEnded = true;
    this.members.clear();
  }

  send(event: string, data: unknown): boolean {
    return this.#host.send(event, data, this.entry.name);
  }

  onConnection(snapshot: ConnectionSnapshot | null): void {
    if (snapshot?.state === 'failed' || typeof snapshot?.retryAt === 'number') {
      this.subscription.connectionFailed(snapshot);
    } else if (snapshot?.state === 'connecting' || snapshot?.state === 'reconnecting') {
      this.subscription.connectionTries();
    }
  }

  /** Another user: what was denied is tried again; what the previous one was shown is forgotten, and the server asked again. */
  userChanged(hadUser: boolean): void {
    if (this.entry.kind === 'public' || !hadUser) {
      if (this.subscription.isDenied) this.subscription.retry();
      return;
    }
    this.#keep(null);
    this.members.clear();
    this.subscription.reauthorize(() => !this.entry.endIfUnheld());
  }

  /** An event of the application, decoded and, on encrypted channels, decrypted. */
  receive(event: string, data: unknown, userId: string | undefined): void {
    const receivedAt = this.#host.timers.now();
    const { events } = this.#host;
    const channel = this.entry.name;
    let value = data;
    const description = this.#description;
    if (description) {
      const definitions = description.events;
      const definition = Object.hasOwn(definitions, event) ? definitions[event] : undefined;
      if (!definition) return events.emit({ type: 'unknown', channel, event });
      const result = validate(definition, data, `event "${event}" on "${channel}"`);
      if (!result.ok) return this.missed({ channel, event, error: result.error });
      value = result.value;
    }
    const known = { event, data: value, channel, receivedAt };
    const message: ChannelMessage = userId === undefined ? known : { ...known, userId };
    if (this.#isCache && !event.startsWith('client-')) this.#keep(message);
    events.emit({ type: 'message', message, pattern: description?.pattern ?? null });
    this.entry.deliver(message);
  }

  /** Something arrived that cannot be delivered: it counts as a gap, so that pages become right in spite of it (12). */
  missed(invalid: InvalidEvent, since: number = this.#host.timers.now()): void {
    this.#host.onInvalid(invalid);
    this.#missedSince(since, 'payload');
  }

  /** Live and confirmed once more: the first was the late answer of an attempt given up, after which we left and joined again. */
  confirmedAgain(): void {
    const { liveSince } = this.entry.status.getSnapshot();
    if (liveSince !== null) this.#missedSince(liveSince, 'subscription');
  }

  cacheMissed(): void {
    this.entry.lastMessage = null;
    this.entry.cacheMiss.set(true);
    this.entry.cacheMisses.emit();
  }

  #keep(message: ChannelMessage | null): void {
    this.entry.lastMessage = message;
    this.entry.cacheMiss.set(false);
  }

  #missedSince(since: number, reason: GapReason): void {
    this.entry.openGap(since, reason);
    this.subscription.missed();
    this.#tellLive();
  }

  #onDown(since: number | null, reason: GapReason): void {
    // A listener of the status has given it back: the channel is gone.
    if (this.#isEnded) return;
    const { unreadSince } = this.encrypted;
    if (unreadSince !== null) this.entry.openGap(unreadSince, 'payload');
    this.entry.openGap(since, reason);
    this.members.stale();
    this.encrypted.clear();
    if (since !== null) this.#host.events.emit({ type: 'lost', channel: this.entry.name, since, reason });
  }

  #tellLive(): void {
    const { liveSince } = this.entry.status.getSnapshot();
    // A listener of the status may have ended it already: the gap stays open.
    if (liveSince === null) return;
    const gap = this.entry.closeGap();
    this.#host.events.emit({ type: 'live', channel: this.entry.name, liveSince, gap });
    if (gap) this.entry.gaps.emit(gap);
  }
}
