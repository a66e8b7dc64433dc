import type { ChannelStatus } from './types.ts';

/** A channel that nobody has subscribed yet, and every channel on a server. */
export const idleStatus: Extract<ChannelStatus, { status: 'idle' }> = {
  status: 'idle',
  isLive: false,
  liveSince: null,
  error: null,
  retryAt: null,
  reason: null,
  attempt: 0,
};
