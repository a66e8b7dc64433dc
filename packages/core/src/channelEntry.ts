import { type ChannelKind, channelKind, isCacheChannel } from './channelName.ts';
import { idleStatus } from './channelStatus.ts';
import { ChannelSubscription, type SubscriptionHost } from './channelSubscription.ts';
import type { ClientEvents } from './clientEvents.ts';
import { type ChannelContract, type ChannelDescription, describeChannel, validate } from './contract.ts';
import type { ChannelMessage } from './contractTypes.ts';
import { Emitter, type ReportError } from './emitter.ts';
import { CK311 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import { EventFan, type EventListening } from './eventFan.ts';
import { MemberStore } from './memberStore.ts';
import { createSnapshotStore, type ReadableStore, type WritableStore } from './store.ts';
import { Alarm } from './timers.ts';
import type { ChannelGap, ChannelStatus, GapReason, GraceOptions, InvalidEvent } from './types.ts';

/** What an entry needs from the registry. */
export interface EntryHost extends SubscriptionHost {
  readonly report: ReportError;
  readonly events: ClientEvents;
  contract(): ChannelContract<never> | undefined;
  grace(): GraceOptions | undefined;
  onInvalid(invalid: InvalidEvent): void;
  /** The last consumer is gone and the grace has passed. */
  onUnused(entry: ChannelEntry): void;
  /** A holder asks for a retry. */
  onHurry(): void;
}

/** Who holds a channel. */
export interface Consumer {
  /** Ends with the current user. */
  readonly isUserScoped: boolean;
  /** Lets go of everything without a word to the channel. */
  end(): void;
}

/** The longest wait that a timer can take, 24 days; what is longer never ends. */
const longestTimer = 2 ** 31 - 1;

const defaultGrace: Readonly<Record<ChannelKind, number>> = {
  public: 5_000,
  private: 5_000,
  presence: 500,
  encrypted: 5_000,
};

/** How long pusher-js may take to fetch a new key before an encrypted event counts as missed. */
const decryptLimit = 10_000;

/** One channel: who holds it, who listens, what is known of it. Outlives its last holder by the grace. */
export class ChannelEntry {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly subscription: ChannelSubscription;
  readonly members: MemberStore;
  readonly gaps: Emitter<[ChannelGap]>;
  readonly cacheMisses: Emitter<[]>;
  /** The last event of a cache channel. */
  lastMessage: ChannelMessage | null = null;
  readonly #host: EntryHost;
  readonly #consumers = new Set<Consumer>();
  readonly #fans = new Map<string, EventFan>();
  readonly #anyEvent: EventFan;
  readonly #status: WritableStore<ChannelStatus>;
  readonly #count: WritableStore<number | null>;
  readonly #graceTimer: Alarm;
  readonly #decryptTimer: Alarm;
  readonly #isCache: boolean;
  #described: { by: ChannelContract<never> | undefined; as: ChannelDescription | null } | null = null;
  #wasUserScoped = false;
  #heldSince: number;
  #gap: { since: number; reason: GapReason } | null = null;
  #encrypted = 0;

  constructor(name: string, host: EntryHost) {
    this.name = name;
    this.kind = channelKind(name);
    this.#host = host;
    this.#isCache = isCacheChannel(name);
    this.#heldSince = host.timers.now();
    this.#graceTimer = new Alarm(host.timers);
    this.#decryptTimer = new Alarm(host.timers);
    this.#status = createSnapshotStore<ChannelStatus>(idleStatus, host.report);
    this.#count = createSnapshotStore<number | null>(null, host.report);
    this.gaps = new Emitter(host.report);
    this.cacheMisses = new Emitter(host.report);
    this.#anyEvent = new EventFan(host.report);
    this.members = new MemberStore(() => this.description, {
      report: host.report,
      onInvalid: (error) => host.onInvalid({ channel: name, event: null, error }),
    });
    this.subscription = new ChannelSubscription(name, host, {
      onLive: () => this.#tellLive(),
      onDown: (since, reason) => this.#onDown(since, reason),
      onStatus: (status) => {
        this.#status.set(status);
        host.events.emit({ type: 'status', channel: name, status });
      },
      onIdentity: (userId) => this.members.identify(userId),
      onMembers: (hash) => this.members.reset(hash),
      onDecrypted: (event, data) => {
        this.#encrypted = Math.max(0, this.#encrypted - 1);
        this.receive(event, data, undefined);
      },
    });
  }

  /** What the newest contract says; a channel may outlive the one it was first held with (hot reload). */
  get description(): ChannelDescription | null {
    const by = this.#host.contract();
    if (!this.#described || this.#described.by !== by)
      this.#described = { by, as: describeChannel(by, this.name) };
    return this.#described.as;
  }

  get status(): ReadableStore<ChannelStatus> {
    return this.#status;
  }

  get subscriptionCount(): ReadableStore<number | null> {
    return this.#count;
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  /** Counts a consumer in; the same one twice is one. */
  hold(consumer: Consumer): void {
    this.#consumers.add(consumer);
    this.#wasUserScoped ||= consumer.isUserScoped;
    this.#graceTimer.clear();
  }

  /** Counts a consumer out; after the last the grace begins. */
  letGo(consumer: Consumer): void {
    if (!this.#consumers.delete(consumer) || this.#consumers.size > 0) return;
    const grace = this.#host.grace();
    const ms = typeof grace === 'number' ? grace : (grace?.[this.kind] ?? defaultGrace[this.kind]);
    if (ms > longestTimer) return;
    if (ms > 0) this.#graceTimer.set(ms, () => this.#host.onUnused(this));
    else this.#host.onUnused(this);
  }

  /**
   * Ends the holds of the user who leaves, and the grace of such a hold; true when nobody is left. A channel whose parameter
   * `userId` is theirs is held for them, whoever holds it.
   */
  endUser(id: string): boolean {
    const isTheirs = this.description?.params.userId === id;
    if (!isTheirs && !this.#wasUserScoped) return false;
    for (const consumer of [...this.#consumers]) {
      if (!isTheirs && !consumer.isUserScoped) continue;
      this.#consumers.delete(consumer);
      consumer.end();
    }
    this.#wasUserScoped = false;
    return this.#consumers.size === 0;
  }

  /** Another user: what the one before was shown is forgotten, and the server asked again. */
  changeUser(): void {
    this.lastMessage = null;
    this.members.clear();
    this.subscription.reauthorize();
  }

  retry(): void {
    this.subscription.retry();
    this.#host.onHurry();
  }

  /** From the next event on; `'*'` stands for all. */
  listen(events: readonly string[], listening: EventListening): void {
    for (const event of events) {
      const fan = this.#fanOf(event) ?? new EventFan(this.#host.report);
      fan.add(listening);
      if (fan !== this.#anyEvent) this.#fans.set(event, fan);
    }
  }

  unlisten(events: readonly string[], listening: EventListening): void {
    for (const event of events) {
      const fan = this.#fanOf(event);
      fan?.remove(listening);
      if (fan?.size === 0) this.#fans.delete(event);
    }
  }

  /** An event of the application, decoded and, on encrypted channels, decrypted. */
  receive(event: string, data: unknown, userId: string | undefined): void {
    const receivedAt = this.#host.timers.now();
    const { events } = this.#host;
    let value = data;
    const { description } = this;
    if (description) {
      const definitions = description.events;
      const definition = Object.hasOwn(definitions, event) ? definitions[event] : undefined;
      if (!definition) return events.emit({ type: 'unknown', channel: this.name, event });
      const result = validate(definition, data, `event "${event}" on "${this.name}"`);
      if (!result.ok) return this.missed({ channel: this.name, event, error: result.error });
      value = result.value;
    }
    const known = { event, data: value, channel: this.name, receivedAt };
    const message: ChannelMessage = userId === undefined ? known : { ...known, userId };
    if (this.#isCache && !event.startsWith('client-')) this.lastMessage = message;
    events.emit({ type: 'message', message, pattern: description?.pattern ?? null });
    this.#fans.get(event)?.emit(message);
    this.#anyEvent.emit(message);
  }

  /** An encrypted event has arrived; pusher-js drops it with a console line when it cannot be read. */
  expectDecrypted(): void {
    this.#encrypted += 1;
    queueMicrotask(() => {
      if (this.#encrypted === 0 || this.#decryptTimer.isSet) return;
      this.#decryptTimer.set(decryptLimit, () => {
        if (this.#encrypted === 0) return;
        this.#encrypted = 0;
        const error = new RealtimeError(CK311, `channel "${this.name}"`);
        this.missed({ channel: this.name, event: null, error });
      });
    });
  }

  /** Something arrived that nobody can be given: counts as a gap, so that pages become right in spite of it (12). */
  missed(invalid: InvalidEvent): void {
    this.#host.onInvalid(invalid);
    const at = this.#host.timers.now();
    this.#openGap(at, 'payload');
    if (this.subscription.state !== 'subscribed') return;
    this.subscription.missed(at);
    this.#tellLive();
  }

  countSubscriptions(count: number): void {
    this.#count.set(count);
  }

  cacheMissed(): void {
    this.lastMessage = null;
    this.cacheMisses.emit();
  }

  /** Off the wire, without timers or listeners. */
  end(reason: string | null): void {
    this.#graceTimer.clear();
    this.#decryptTimer.clear();
    this.subscription.stop(reason);
    for (const consumer of [...this.#consumers]) consumer.end();
    this.#consumers.clear();
    this.members.clear();
    this.#count.set(null);
    for (const fan of this.#fans.values()) fan.clear();
    this.#fans.clear();
    this.#anyEvent.clear();
    this.gaps.clear();
    this.cacheMisses.clear();
  }

  #fanOf(event: string): EventFan | undefined {
    return event === '*' ? this.#anyEvent : this.#fans.get(event);
  }

  #openGap(since: number, reason: GapReason): void {
    this.#gap ??= { since, reason };
  }

  #onDown(since: number | null, reason: GapReason): void {
    this.#openGap(since ?? this.#heldSince, reason);
    this.members.stale();
    this.#decryptTimer.clear();
    this.#encrypted = 0;
    if (since !== null) this.#host.events.emit({ type: 'lost', channel: this.name, since, reason });
  }

  #tellLive(): void {
    const { liveSince } = this.#status.getSnapshot();
    // A listener of the status may have ended it already: the gap stays open.
    if (liveSince === null) return;
    const gap = this.#gap && { channel: this.name, ...this.#gap };
    this.#gap = null;
    this.#heldSince = liveSince;
    this.#host.events.emit({ type: 'live', channel: this.name, liveSince, gap });
    if (gap) this.gaps.emit(gap);
  }
}
