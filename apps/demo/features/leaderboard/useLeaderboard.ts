'use client';
import type { RealtimeMode } from '@channelkit/tanstack-query/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { useRealtimeQuery } from '../../realtime/queryBridge.ts';
import type { Leaderboard, Ranking } from './leaderboard.ts';
import { leaderboardKeys } from './leaderboardKeys.ts';
import { leaderboardQuery } from './leaderboardQueryOptions.ts';

/** What {@link useLeaderboard} returns. */
export interface UseLeaderboardResult {
  /** Everybody, best first. */
  readonly leaderboard: readonly Ranking[];
  /** Gives a player points, or takes them away if negative. Rejects with an ApiError, whose message can be shown. */
  readonly updateScore: (userId: string, points: number) => Promise<Leaderboard>;
  readonly error: Error | null;
  readonly mode: RealtimeMode;
}

/** The leaderboard, kept up to date by events that carry the whole board, or by polling. */
export function useLeaderboard(): UseLeaderboardResult {
  const queryClient = useQueryClient();
  const { data, mode } = useRealtimeQuery({
    ...leaderboardQuery(),
    live: 'leaderboard-channel',
    pollInterval: 3000,
  });
  const { mutateAsync, error } = useMutation({
    mutationFn: (change: { userId: string; points: number }) =>
      callApi<Leaderboard>('/api/leaderboard', { method: 'POST', body: change }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: leaderboardKeys.board() }),
  });
  return {
    leaderboard: data?.leaderboard ?? [],
    updateScore: (userId, points) => mutateAsync({ userId, points }),
    error,
    mode,
  };
}
