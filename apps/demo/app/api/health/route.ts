import { sql } from 'drizzle-orm';
import { getDatabase } from '@/server/database';
import { Problem } from '@/server/problem';
import { getPusher } from '@/server/pusher';
import { route } from '@/server/route';

/** `GET`: whether the database answers and whether events can be sent. */
export const GET = route(async () => {
  await (await getDatabase()).execute(sql`select 1`).catch(() => {
    throw new Problem(503, 'The database does not answer.');
  });
  return {
    status: 'ok',
    database: 'ok',
    realtime: (await getPusher()).isReady() ? 'ready' : 'not configured',
  };
});
