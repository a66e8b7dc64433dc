import { diskFault } from '@/server/diskFault';
import { Problem } from '@/server/problem';
import { getPusher } from '@/server/pusher';
import { route } from '@/server/route';
import { storageState } from '@/server/storage';

const reasons = {
  full: 'Nothing can be stored: the disk is full. Free some space.',
  'read-only': 'Nothing can be stored: the disk or the database is read-only.',
} as const;

/** `GET`: whether the database answers and stores, and whether events can be sent; 503 with the reason otherwise. */
export const GET = route(async () => {
  await storageState().catch((error: unknown) => {
    const fault = diskFault(error);
    throw new Problem(503, fault ? reasons[fault] : 'The database does not answer.');
  });
  return {
    status: 'ok',
    database: 'ok',
    realtime: (await getPusher()).isReady() ? 'ready' : 'not configured',
  };
});
