import { type ChannelLease, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { CK307 } from '@channelkit/core/internal';
import { acquireLease, type ChannelTarget } from './channelTarget.ts';
import { TrackedObserver } from './trackedObserver.ts';

/** The fields behind the result of `useChannel`. */
export interface ChannelFields extends Omit<ChannelStatus, never> {
  channel: string | null;
  subscriptionCount: number | null;
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
  #lease: ChannelLease | null = null;

  constructor(target: ChannelTarget) {
    super(target, {
      ...target.atRest,
      channel: target.channel,
      subscriptionCount: null,
      trigger: triggerOn(target),
      retry: () => this.#lease?.retry(),
    });
  }

  protected override fieldsOf(status: ChannelStatus): Partial<ChannelFields> {
    return status;
  }

  protected override attach(lease: ChannelLease): readonly (() => void)[] {
    this.#lease = lease;
    const count = () => {
      this.tracked.set({ subscriptionCount: lease.subscriptionCount.getSnapshot() });
      this.show();
    };
    count();
    return [
      lease.subscriptionCount.subscribe(count),
      () => {
        this.#lease = null;
      },
    ];
  }
}
