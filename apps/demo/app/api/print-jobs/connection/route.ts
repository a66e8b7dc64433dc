import { channels } from '@/lib/channels';
import { readClientConfig } from '@/lib/server/clientConfig';
import { route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

/** `GET`, "test connection": what a print station connects to; an empty key says that it has to poll. */
export const GET = route(async () => {
  await requireStation();
  return {
    realtime: await readClientConfig(),
    channel: channels.name('private-print-jobs'),
    authEndpoint: '/api/pusher/auth',
  };
});
