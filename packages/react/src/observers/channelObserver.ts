import { type ChannelLease, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { CK307 } from '@channelkit/core/internal';
import type { Spot } from './aim.ts';
import { TrackedObserver } from './trackedObserver.ts';

/** Observes one channel itself for one hook: its status, its counts, and what can be done with it. */
export class ChannelObserver extends TrackedObserver<ChannelFields> {
  /** Sends through a lease of its own, so that a call before the component's effects is not lost. */
  readonly #trigger: ChannelFields['trigger'] = async (event, data) => {
    const { channel, atRest } = this.spot;
    if (channel === null) throw new RealtimeError(CK307, `"${event}": ${atRest.reason ?? 'no channel'}`);
    const lease = this.acquire(channel);
    try {
      await lease.trigger(event as `client-${string}`, data);
    } finally {
      lease.release();
    }
  };
  readonly #retry = (): void => this.lease?.retry();

  protected override follow(lease: ChannelLease): void {
    super.follow(lease);
    this.stops.push(lease.subscriptionCount.subscribe(() => this.showSoon()));
    this.stops.push(lease.cacheMiss.subscribe(() => this.show()));
  }

  protected override fieldsOf(status: ChannelStatus, { channel }: Spot): ChannelFields {
    return {
      ...status,
      channel,
      subscriptionCount: this.lease?.subscriptionCount.getSnapshot() ?? null,
      isCacheMiss: this.lease?.cacheMiss.getSnapshot() ?? false,
      trigger: this.#trigger,
      retry: this.#retry,
    };
  }
}

/** The fields behind the result of `useChannel`. */
// Omit merges the union into one shape, since an interface cannot extend a union.
export interface ChannelFields extends Omit<ChannelStatus, never> {
  channel: string | null;
  subscriptionCount: number | null;
  isCacheMiss: boolean;
  trigger: (event: string, data: unknown) => Promise<void>;
  retry: () => void;
}
