import {
  type ChannelLease,
  type ChannelStatus,
  type ReadableStore,
  type RealtimeClient,
  RealtimeError,
} from '@channelkit/core';
import { silence } from '@channelkit/core/internal';
import { warnOfRefusal } from '../debug/developmentLog.ts';
import { currentUserId, type Realtime } from '../provider/realtimeContext.ts';
import { type Aim, failedStatus, type Spot, spotOf } from './aim.ts';

/**
 * Holds one channel for one hook and is the store that the hook renders from. It does nothing until React subscribes, in an
 * effect: subscribing acquires the lease, unsubscribing releases it. When the client's user changes, it starts over.
 */
export abstract class LeaseObserver<TSnapshot> implements ReadableStore<TSnapshot> {
  readonly hold: Hold;
  protected spot: Spot;
  protected lease: ChannelLease | null = null;
  /** The status while no lease is held. */
  #idle: ChannelStatus;
  /** Renders; null while nobody is subscribed. */
  protected notify: (() => void) | null = null;
  /** Called when the lease ends, for listeners that do not end with it. */
  protected stops: (() => void)[] = [];

  constructor(hold: Hold) {
    this.hold = hold;
    this.spot = spotOf(hold.realtime, hold.aim, currentUserId(hold.realtime));
    this.#idle = this.#known();
  }

  /** What the hook renders. */
  protected abstract read(): TSnapshot;
  /** What the server rendered, and hydration renders again. */
  protected abstract readAtServer(spot: Spot): TSnapshot;
  /** Binds listeners to a lease that was just acquired. */
  protected abstract attach(lease: ChannelLease): void;
  /** Renders what has changed. */
  abstract show(): void;
  /** Drops data of the previous user. */
  protected forget(): void {}
  /** The lease is about to end. */
  protected detach(): void {}

  readonly getSnapshot = (): TSnapshot => {
    this.#followUser();
    return this.read();
  };

  readonly getServerSnapshot = (): TSnapshot => {
    const { realtime, aim } = this.hold;
    return this.readAtServer(spotOf(realtime, aim, realtime.controlledUserId ?? null));
  };

  readonly subscribe = (notify: () => void): (() => void) => {
    this.notify = notify;
    const { client, controlledUserId } = this.hold.realtime;
    let heldFor = this.#acquire();
    const stop =
      controlledUserId === undefined
        ? client.user.subscribe(() => {
            if (heldFor === client.user.getSnapshot().id) return;
            this.#release();
            heldFor = this.#acquire();
            this.show();
          })
        : null;
    return () => {
      this.notify = null;
      stop?.();
      this.#release();
      this.show();
    };
  };

  /** The channel's status as far as known. */
  get status(): ChannelStatus {
    return this.lease?.status.getSnapshot() ?? this.#idle;
  }

  /** For `useDebugValue`. */
  get label(): string {
    return `${this.spot.channel ?? 'no channel'}: ${this.status.status}`;
  }

  /** What the client knows about a channel that others hold, so that a swap of pages shows no intermediate state; otherwise null. */
  protected known<T>(peek: (client: RealtimeClient, channel: string) => T | null): T | null {
    const { client } = this.hold.realtime;
    const { channel, userId } = this.spot;
    // It belongs to the client's user, who differs from a new `userId` prop until that is committed.
    const isCurrent = client.user.getSnapshot().id === userId;
    return channel === null || !isCurrent ? null : peek(client, channel);
  }

  /** A lease on this channel; the caller releases it. The user's own channel ends with the user, even without a contract. */
  protected acquire(channel: string): ChannelLease {
    const { client, userChannel } = this.hold.realtime;
    const isOwn = userChannel?.match(channel)?.userId === this.spot.userId;
    return client.acquire(channel, isOwn ? { scope: 'user' } : {});
  }

  #known(): ChannelStatus {
    return this.known((client, channel) => client.peek(channel)) ?? this.spot.atRest;
  }

  #followUser(): void {
    const { realtime, aim } = this.hold;
    const userId = currentUserId(realtime);
    if (userId === this.spot.userId) return;
    this.spot = spotOf(realtime, aim, userId);
    this.#idle = this.#known();
    this.forget();
  }

  /** Returns the user it was acquired for. */
  #acquire(): string | null {
    this.#followUser();
    const { channel, userId, atRest } = this.spot;
    if (channel === null) {
      if (atRest.error) warnOfRefusal(this.hold.realtime.client, atRest.error);
      return userId;
    }
    try {
      this.lease = this.acquire(channel);
    } catch (error) {
      // A bad name from a URL must not crash the page.
      if (!(error instanceof RealtimeError)) throw error;
      this.#idle = failedStatus(error);
      warnOfRefusal(this.hold.realtime.client, error);
      this.show();
      return userId;
    }
    this.attach(this.lease);
    return userId;
  }

  #release(): void {
    const { lease } = this;
    this.#idle = this.spot.atRest;
    if (!lease) return;
    this.detach();
    for (const stop of this.stops) stop();
    this.stops = [];
    this.lease = null;
    silence(lease);
    // Release after the effects of the same commit, when a component that takes over the channel has acquired it. So key changes,
    // StrictMode and swaps of pages do not depend on the grace (3).
    queueMicrotask(() => lease.release());
  }
}

/** The client and channel that an observer holds, from a render. */
export interface Hold {
  readonly realtime: Realtime;
  readonly aim: Aim;
}

/** What distinguishes holds. */
export const holdKey = ({ realtime, aim }: Hold): readonly unknown[] => [
  realtime.client,
  realtime.controlledUserId,
  realtime.userChannel?.pattern,
  typeof aim === 'object' ? aim.reason : aim,
];
