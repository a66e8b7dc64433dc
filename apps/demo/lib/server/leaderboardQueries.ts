import 'server-only';
import { eq, max, sql } from 'drizzle-orm';
import { type Leaderboard, rank } from '../leaderboard.ts';
import { getDatabase, type Queryable } from './db/database.ts';
import { players } from './db/schema.ts';
import { Problem } from './problem.ts';
import { getPusher } from './pusher.ts';
import { reportDelivery } from './reportDelivery.ts';

async function readBoard(db: Queryable): Promise<Leaderboard> {
  const rows = await db.select().from(players);
  return {
    leaderboard: rank(rows.map(({ id, name, score }) => ({ userId: String(id), name, score }))),
    version: Math.max(0, ...rows.map(({ version }) => version)),
  };
}

/** The board as it stands. */
export async function readLeaderboard(): Promise<Leaderboard> {
  return readBoard(await getDatabase());
}

/** Gives a player points, ranks everybody anew and tells it. */
export async function addPoints(playerId: number, points: number): Promise<Leaderboard> {
  const db = await getDatabase();
  const board = await db.transaction(async (tx) => {
    // Versions order the events, so no two changes may count from the same one.
    await tx.execute(sql`select pg_advisory_xact_lock(7465617)`);
    const [last] = await tx.select({ version: max(players.version) }).from(players);
    const [player] = await tx
      .update(players)
      .set({ score: sql`greatest(0, ${players.score} + ${points})`, version: (last?.version ?? 0) + 1 })
      .where(eq(players.id, playerId))
      .returning();
    if (!player) throw new Problem(404, 'There is no such player.');
    return readBoard(tx);
  });
  reportDelivery(await (await getPusher()).trigger('leaderboard-channel', 'ranking-update', board));
  return board;
}
