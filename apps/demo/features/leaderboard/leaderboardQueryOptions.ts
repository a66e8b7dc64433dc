import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { Leaderboard } from './leaderboard.ts';
import { leaderboardKeys } from './leaderboardKeys.ts';

/** The current leaderboard. */
export const leaderboardQuery = () =>
  queryOptions({
    queryKey: leaderboardKeys.board(),
    queryFn: ({ signal }) => callApi<Leaderboard>('/api/leaderboard', { signal }),
  });
