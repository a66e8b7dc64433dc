import { type ChannelLease, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { silence } from '@channelkit/core/internal';
import { type ChannelTarget, failedStatus } from './channelTarget.ts';

/**
 * A lease on the target's channel. The client ends what its contract knows for the user's; the template of the
 * provider says it of names without a contract.
 */
export function acquireLease({ client, userChannel, userId }: ChannelTarget, channel: string): ChannelLease {
  const isOwn = userChannel?.match(channel)?.userId === userId;
  return client.acquire(channel, isOwn ? { scope: 'user' } : {});
}

/** Who holds a target's channel. */
export interface Holder {
  /** Binds what is listened to; what the lease binds by itself ends with the release, for the rest it returns the stops. */
  attach(lease: ChannelLease): readonly (() => void)[];
  /** The name was refused: what came from a URL must not take the page down. */
  onRefused?(status: ChannelStatus): void;
}

/** Holds the target's channel until the returned release. */
export function holdLease(target: ChannelTarget, holder: Holder): () => void {
  const { channel } = target;
  if (channel === null) return () => {};
  let lease: ChannelLease;
  try {
    lease = acquireLease(target, channel);
  } catch (error) {
    if (!(error instanceof RealtimeError)) throw error;
    holder.onRefused?.(failedStatus(error));
    return () => {};
  }
  const stops = holder.attach(lease);
  return () => {
    for (const stop of stops) stop();
    silence(lease);
    // After the effects of the same commit: whoever takes the channel over has it before it is given back, so that no
    // change of keys, no StrictMode and no swap of pages depends on the grace (promise 3).
    queueMicrotask(() => lease.release());
  };
}
