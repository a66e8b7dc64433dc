import { type ChannelKind, channelKind } from './channelName.ts';
import { idleStatus, noMembers } from './channelStatus.ts';
import type { ClientEvents } from './clientEvents.ts';
import type { ChannelContract } from './contract.ts';
import type { ChannelMessage } from './contractTypes.ts';
import { Emitter, type ReportError } from './emitter.ts';
import type { ChannelDriver } from './enginePort.ts';
import { EventFan, type EventListening } from './eventFan.ts';
import type { GraceOptions } from './options.ts';
import { createSnapshotStore, isSameSnapshot, type WritableStore } from './store.ts';
import { Alarm, type Timers } from './timers.ts';
import type { ChannelGap, ChannelStatus, GapReason, MembersSnapshot } from './types.ts';

/** What an entry needs from the registry. */
export interface EntryHost {
  readonly timers: Timers;
  readonly report: ReportError;
  readonly events: ClientEvents;
  contract(): ChannelContract<never> | undefined;
  grace(): GraceOptions | undefined;
  /** The last consumer is gone and the grace has passed. */
  onUnused(entry: ChannelEntry): void;
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

/**
 * One channel: who holds it, who listens, what is shown of it. Outlives its last holder by the grace. How it gets on the wire is
 * the engine's, which writes what is shown here.
 */
export class ChannelEntry {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly status: WritableStore<ChannelStatus>;
  readonly members: WritableStore<MembersSnapshot>;
  readonly subscriptionCount: WritableStore<number | null>;
  readonly gaps: Emitter<[ChannelGap]>;
  readonly cacheMisses: Emitter<[]>;
  /** True from a miss until the next event that the server keeps. */
  readonly cacheMiss: WritableStore<boolean>;
  /** The last event of a cache channel. */
  lastMessage: ChannelMessage | null = null;
  /** Null until the engine is loaded. */
  driver: ChannelDriver | null = null;
  readonly #host: EntryHost;
  readonly #consumers = new Set<Consumer>();
  readonly #fans = new Map<string, EventFan>();
  readonly #anyEvent: EventFan;
  readonly #graceTimer: Alarm;
  #matched: { by: ChannelContract<never> | undefined; as: ChannelEntry['match'] } | null = null;
  #wasUserScoped = false;
  readonly #heldSince: number;
  #gap: { since: number; reason: GapReason } | null = null;

  constructor(name: string, host: EntryHost) {
    const { report, timers } = host;
    this.name = name;
    this.kind = channelKind(name);
    this.#host = host;
    this.#heldSince = timers.now();
    this.#graceTimer = new Alarm(timers);
    this.status = createSnapshotStore<ChannelStatus>(idleStatus, report);
    this.members = createSnapshotStore(noMembers, report);
    this.subscriptionCount = createSnapshotStore<number | null>(null, report);
    this.#anyEvent = new EventFan(report);
    this.gaps = new Emitter(report);
    this.cacheMisses = new Emitter(report);
    this.cacheMiss = createSnapshotStore<boolean>(false, report);
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  /** What the newest contract reads from the name; a channel may outlive the one it was first held with (hot reload). */
  get match(): { readonly params: { readonly userId?: string } } | null {
    const by = this.#host.contract();
    if (!this.#matched || this.#matched.by !== by) this.#matched = { by, as: by?.match(this.name) ?? null };
    return this.#matched.as;
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
    const given = typeof grace === 'number' ? grace : grace?.[this.kind];
    const ms = given ?? (this.kind === 'presence' ? 500 : 5_000);
    if (ms > longestTimer) return;
    if (ms > 0) this.#graceTimer.set(ms, () => this.#host.onUnused(this));
    else this.#host.onUnused(this);
  }

  /**
   * Ends the holds of the user who leaves, and the grace of such a hold; true when nobody is left. A channel whose parameter
   * `userId` is theirs is held for them, whoever holds it.
   */
  endUser(id: string): boolean {
    const isTheirs = this.match?.params.userId === id;
    if (!isTheirs && !this.#wasUserScoped) return false;
    for (const consumer of [...this.#consumers]) {
      if (!isTheirs && !consumer.isUserScoped) continue;
      this.#consumers.delete(consumer);
      consumer.end();
    }
    this.#wasUserScoped = false;
    return this.#consumers.size === 0;
  }

  /** Ends what only a grace keeps; false when somebody holds it. */
  endIfUnheld(): boolean {
    if (this.#consumers.size > 0) return false;
    this.#host.onUnused(this);
    return true;
  }

  /** Shows a status, if it says anything new. */
  show(status: ChannelStatus): void {
    if (isSameSnapshot(status, this.status.getSnapshot())) return;
    this.status.set(status);
    this.#host.events.emit({ type: 'status', channel: this.name, status });
  }

  /** Listens from the next event on; `'*'` stands for all. */
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

  /** Delivers a message: first to listeners of its event, then to those of all events. */
  deliver(message: ChannelMessage): void {
    this.#fans.get(message.event)?.emit(message);
    this.#anyEvent.emit(message);
  }

  /** Events from `since` (null: from when it was first wanted) may be missing. */
  openGap(since: number | null, reason: GapReason): void {
    this.#gap ??= { since: since ?? this.#heldSince, reason };
  }

  /** Live again: closes the gap and returns it, for its listeners. */
  closeGap(): ChannelGap | null {
    const gap = this.#gap && { channel: this.name, ...this.#gap };
    this.#gap = null;
    return gap;
  }

  /** Off the wire, without timers or listeners. */
  end(reason: string | null): void {
    this.#graceTimer.clear();
    if (this.driver) this.driver.end(reason);
    else this.show({ ...idleStatus, reason });
    for (const consumer of [...this.#consumers]) consumer.end();
    this.#consumers.clear();
    this.members.set(noMembers);
    this.subscriptionCount.set(null);
    this.cacheMiss.set(false);
    for (const each of [...this.#fans.values(), this.#anyEvent, this.gaps, this.cacheMisses]) each.clear();
    this.#fans.clear();
  }

  #fanOf(event: string): EventFan | undefined {
    return event === '*' ? this.#anyEvent : this.#fans.get(event);
  }
}
