import { eventId } from '../../realtime/eventId.ts';
import { rankingUpdateSchema } from './leaderboard.ts';

/** The public channel of the leaderboard. */
export const leaderboardChannels = {
  'leaderboard-channel': { 'ranking-update': rankingUpdateSchema.extend({ eventId }) },
} as const;
