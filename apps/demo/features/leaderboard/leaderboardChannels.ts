import { channel } from '@channelkit/core';
import { rankingUpdateSchema } from './leaderboard.ts';

/** The public channel of the leaderboard. */
export const leaderboardChannels = {
  'leaderboard-channel': channel({ durable: true, events: { 'ranking-update': rankingUpdateSchema } }),
} as const;
