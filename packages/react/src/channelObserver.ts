import { type ChannelLease, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { CK307 } from '@channelkit/core/internal';
import type { ChannelTarget } from './channelTarget.ts';
import { acquireLease } from './holdLease.ts';
import { TrackedObserver } from './trackedObserver.ts';

/** The fields behind the result of `useChannel`. */
// Omit makes one shape of the union, since an interface cannot extend a union.
export interface ChannelFields extends Omit<ChannelStatus, never> {
  channel: string | null;
  subscriptionCount: number | null;
  isCacheMiss: boolean;
  trigger: (event: string, data: unknown) => Promise<void>;
  retry: () => void;
}

/** Sends through a lease of its own, so that a call before the component's effects ran is not lost. */
function triggerOn(target: ChannelTarget): ChannelFields['trigger'] {
  const { channel, atRest } = target;
  return async (event, data) => {
    if (channel === null) throw new RealtimeError(CK307, `"${event}": ${atRest.reason ?? 'no channel'}`);
    const lease = acquireLease(target, channel);
    try {
      await lease.trigger(event as `client-${string}`, data);
    } finally {
      lease.release();
    }
  };
}

/** One component's hold on a channel. */
export class ChannelObserver extends TrackedObserver<ChannelFields> {
  readonly #trigger: ChannelFields['trigger'];
  readonly #retry = (): void => this.lease?.retry();

  constructor(target: ChannelTarget) {
    super(target);
    this.#trigger = triggerOn(target);
  }

  protected override follow(lease: ChannelLease): readonly (() => void)[] {
    return [
      ...super.follow(lease),
      lease.subscriptionCount.subscribe(() => this.showSoon()),
      lease.cacheMiss.subscribe(() => this.show()),
    ];
  }

  protected override fieldsOf(status: ChannelStatus): ChannelFields {
    return {
      ...status,
      channel: this.target.channel,
      subscriptionCount: this.lease?.subscriptionCount.getSnapshot() ?? null,
      isCacheMiss: this.lease?.cacheMiss.getSnapshot() ?? false,
      trigger: this.#trigger,
      retry: this.#retry,
    };
  }
}
