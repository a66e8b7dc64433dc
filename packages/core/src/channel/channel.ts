import type { ClientContext } from '../context.ts';
import { type ChannelKind, channelKind } from '../contract/channelName.ts';
import type { ChannelContract } from '../contract/contract.ts';
import type { ChannelMessage } from '../contract/contractTypes.ts';
import { Emitter } from '../lib/emitter.ts';
import { createSnapshotStore, isSameSnapshot, type WritableStore } from '../lib/store.ts';
import { Alarm } from '../lib/timers.ts';
import type { ChannelGap, ChannelStatus, GapReason, MembersSnapshot } from '../types.ts';
import { EventListeners } from './eventListeners.ts';

/** One holder of a channel. */
export interface Holder {
  /** Ends with the current user. */
  readonly isUserScoped: boolean;
  /** Ends its listeners, without releasing the channel. */
  end(): void;
}

/** Takes one channel on and off the wire, and shows it in the channel. */
export interface SubscriptionDriver {
  /** Up to where a durable channel knows every event; null if that is unknown. */
  readonly position: string | null;
  start(): void;
  retry(): void;
  /** Off the wire until `start()`. */
  stop(reason: string | null): void;
  /** Off the wire for good, without timers. */
  end(reason: string | null): void;
  /** Sends a client event; false if the socket is gone. @throws RealtimeError CK308 above the server's rate limit */
  send(event: string, data: unknown): boolean;
}

/** The longest delay that a timer can take, 24 days. A longer grace never ends. */
const longestTimer = 2 ** 31 - 1;

/**
 * One channel: who holds it, who listens, and what it shows. It outlives its last holder by the grace. The subscription, loaded with the
 * first socket, takes it on and off the wire and updates its stores.
 */
export class Channel {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly status: WritableStore<ChannelStatus>;
  readonly members: WritableStore<MembersSnapshot>;
  readonly subscriptionCount: WritableStore<number | null>;
  readonly listeners: EventListeners;
  readonly gaps: Emitter<[ChannelGap]>;
  readonly cacheMisses: Emitter<[]>;
  /** True from a cache miss until the next event that the server keeps. */
  readonly cacheMiss: WritableStore<boolean>;
  /** The last event of a cache channel. */
  lastMessage: ChannelMessage | null = null;
  /** Null until its code is loaded. */
  subscription: SubscriptionDriver | null = null;
  readonly #context: ClientContext;
  readonly #onUnused: (channel: Channel) => void;
  readonly #holders = new Set<Holder>();
  readonly #grace: Alarm;
  readonly #heldSince: number;
  #matched: { by: ChannelContract<never> | undefined; as: Channel['match'] } | null = null;
  #wasUserScoped = false;
  #gap: { since: number; reason: GapReason } | null = null;

  /** @param onUnused - Called when the last holder is gone and the grace has passed. */
  constructor(name: string, context: ClientContext, onUnused: (channel: Channel) => void) {
    const { queue, timers } = context;
    this.name = name;
    this.kind = channelKind(name);
    this.#context = context;
    this.#onUnused = onUnused;
    this.#heldSince = timers.now();
    this.#grace = new Alarm(timers);
    this.status = createSnapshotStore<ChannelStatus>(idleStatus, queue);
    this.members = createSnapshotStore(noMembers, queue);
    this.subscriptionCount = createSnapshotStore<number | null>(null, queue);
    this.cacheMiss = createSnapshotStore<boolean>(false, queue);
    this.listeners = new EventListeners(queue);
    this.gaps = new Emitter(queue);
    this.cacheMisses = new Emitter(queue);
  }

  get holderCount(): number {
    return this.#holders.size;
  }

  /** The name, matched by the newest contract: a channel may outlive the one it was first held with (hot reload). */
  get match(): { readonly params: { readonly userId?: string } } | null {
    const by = this.#context.contract();
    if (!this.#matched || this.#matched.by !== by) this.#matched = { by, as: by?.match(this.name) ?? null };
    return this.#matched.as;
  }

  hold(holder: Holder): void {
    this.#holders.add(holder);
    this.#wasUserScoped ||= holder.isUserScoped;
    this.#grace.clear();
  }

  /** After the last holder the grace begins. */
  release(holder: Holder): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0) return;
    const { mode } = this.#context;
    const { grace } = this.#context.options();
    const given = typeof grace === 'number' ? grace : grace?.[this.kind];
    // A server sets no timer.
    const ms = mode === 'open' ? (given ?? (this.kind === 'presence' ? 500 : 5_000)) : 0;
    if (ms > longestTimer) return;
    if (ms > 0) this.#grace.set(ms, () => this.#onUnused(this));
    else this.#onUnused(this);
  }

  /**
   * Ends what is held for a user who leaves, and the grace of such a hold; returns whether nobody is left. If the name's parameter
   * `userId` is theirs, it is held for them, whoever holds it.
   */
  endUser(id: string): boolean {
    const isTheirs = this.match?.params.userId === id;
    if (!isTheirs && !this.#wasUserScoped) return false;
    for (const holder of [...this.#holders]) {
      if (!isTheirs && !holder.isUserScoped) continue;
      this.#holders.delete(holder);
      holder.end();
    }
    this.#wasUserScoped = false;
    return this.#holders.size === 0;
  }

  /** Ends a channel that only its grace keeps; false if somebody holds it. */
  endIfUnheld(): boolean {
    if (this.#holders.size > 0) return false;
    this.#onUnused(this);
    return true;
  }

  /** Changes the status. */
  show(status: ChannelStatus): void {
    if (isSameSnapshot(status, this.status.getSnapshot())) return;
    this.status.set(status);
    this.#context.emit({ type: 'status', channel: this.name, status });
  }

  /** Events from `since` on (null: from when the channel was first held) may be missing. */
  openGap(since: number | null, reason: GapReason): void {
    this.#gap ??= { since: since ?? this.#heldSince, reason };
  }

  /** Live again: closes the gap and returns it, to be reported once (promise 7). */
  closeGap(): ChannelGap | null {
    const gap = this.#gap && { channel: this.name, ...this.#gap };
    this.#gap = null;
    return gap;
  }

  /** Off the wire, without timers or listeners. */
  end(reason: string | null): void {
    this.#grace.clear();
    if (this.subscription) this.subscription.end(reason);
    else this.show({ ...idleStatus, reason });
    for (const holder of [...this.#holders]) holder.end();
    this.#holders.clear();
    this.members.set(noMembers);
    this.subscriptionCount.set(null);
    this.cacheMiss.set(false);
    for (const each of [this.listeners, this.gaps, this.cacheMisses]) each.clear();
  }
}

/** The status of a channel that nobody has subscribed to yet, and of every channel on a server. */
export const idleStatus: Extract<ChannelStatus, { status: 'idle' }> = {
  status: 'idle',
  isLive: false,
  liveSince: null,
  error: null,
  retryAt: null,
  reason: null,
  attempt: 0,
};

/** The members of a channel that nobody has joined yet. */
export const noMembers: MembersSnapshot = { members: [], me: null, count: 0, isStale: true };
