import { sql } from 'drizzle-orm';
import { getDatabase } from '@/lib/server/db/database';
import { Problem } from '@/lib/server/problem';
import { getPusher } from '@/lib/server/pusher';
import { route } from '@/lib/server/route';

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
