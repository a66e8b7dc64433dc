import { getPusher } from '@/lib/server/pusher';
import { route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

/** `GET`, "test connection": what a print station connects to; an empty key says that it has to poll. */
export const GET = route(async () => {
  await requireStation();
  return {
    realtime: (await getPusher()).getClientConfig(),
    channel: 'private-print-jobs',
    authEndpoint: '/api/pusher/auth',
  };
});
