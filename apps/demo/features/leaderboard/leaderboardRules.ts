import { patch } from '@channelkit/tanstack-query';
import type { WriteRules } from '../../realtime/writeRules.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardKeys } from './leaderboardKeys.ts';

/** An event carries the whole board, so the cached board is replaced instead of fetched. */
export const leaderboardRules: WriteRules = (on) => [
  on(
    'leaderboard-channel',
    'ranking-update',
    () =>
      patch(leaderboardKeys.board(), (_old: Leaderboard, board: Leaderboard) => board, {
        isNewer: (old, board) => board.version > old.version,
      }),
    { catchUp: () => [leaderboardKeys.board()] },
  ),
];
