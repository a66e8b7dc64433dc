import { z } from 'zod';
import { rowId } from '../../http/rowId.ts';

/** An entry of the leaderboard. `rank` starts at 1; equal scores share a rank. */
export const rankingSchema = z.object({
  rank: z.number(),
  userId: z.union([z.string(), z.number()]).transform(String),
  name: z.string(),
  score: z.number(),
});
export type Ranking = z.output<typeof rankingSchema>;

/** The payload of `ranking-update`: the whole board, and the number of the change that produced it. */
export const rankingUpdateSchema = z.object({
  leaderboard: z.array(rankingSchema),
  version: z.number().default(0),
});
export type Leaderboard = z.output<typeof rankingUpdateSchema>;

/** The body of `POST /api/leaderboard`. */
export const scoreSchema = z.strictObject({
  userId: z.union([z.string().regex(/^[1-9]\d{0,8}$/, 'An id.'), rowId]).transform(Number),
  points: z
    .int('A whole number.')
    .min(-1000, 'At most 1,000 points at once.')
    .max(1000, 'At most 1,000 points at once.'),
});

/** Sorts players by score; equal scores share a rank. */
export function rank(players: readonly Omit<Ranking, 'rank'>[]): Ranking[] {
  const sorted = players.toSorted((a, b) => b.score - a.score || a.name.localeCompare(b.name, 'en'));
  return sorted.map((player) => ({
    ...player,
    rank: sorted.findIndex(({ score }) => score === player.score) + 1,
  }));
}
