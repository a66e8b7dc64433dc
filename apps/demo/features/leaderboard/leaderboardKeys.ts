/** Query keys of the leaderboard. */
export const leaderboardKeys = {
  board: () => ['leaderboard', 'board'] as const,
};
