import type { ChannelStatus, MembersSnapshot } from '../types.ts';

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
