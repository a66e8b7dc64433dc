import 'server-only';
import { eq, max, sql } from 'drizzle-orm';
import { commit, tell } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import type { Leaderboard } from './leaderboard.ts';
import { readBoard } from './leaderboardQueries.server.ts';
import { players } from './playerTable.server.ts';

/** Gives a player points and sends the new ranking. */
export async function addPoints(playerId: number, points: number): Promise<Leaderboard> {
  return commit(async (tx) => {
    // Versions order the events, so two changes must not start from the same one.
    await tx.execute(sql`select pg_advisory_xact_lock(7465617)`);
    const [last] = await tx.select({ version: max(players.version) }).from(players);
    const [player] = await tx
      .update(players)
      .set({ score: sql`greatest(0, ${players.score} + ${points})`, version: (last?.version ?? 0) + 1 })
      .where(eq(players.id, playerId))
      .returning();
    if (!player) throw new Problem(404, 'There is no such player.');
    const board = await readBoard(tx);
    await tell(tx, { channel: 'leaderboard-channel', event: 'ranking-update', data: board });
    return board;
  });
}
