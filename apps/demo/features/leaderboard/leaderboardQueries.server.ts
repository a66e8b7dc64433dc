import 'server-only';
import { getDatabase, type Queryable } from '../../server/database.ts';
import { type Leaderboard, rank } from './leaderboard.ts';
import { players } from './playerTable.server.ts';

/** The board, read from a database or in a transaction. */
export async function readBoard(db: Queryable): Promise<Leaderboard> {
  const rows = await db.select().from(players);
  return {
    leaderboard: rank(rows.map(({ id, name, score }) => ({ userId: String(id), name, score }))),
    version: Math.max(0, ...rows.map(({ version }) => version)),
  };
}

/** The current board. */
export async function readLeaderboard(): Promise<Leaderboard> {
  return readBoard(await getDatabase());
}
