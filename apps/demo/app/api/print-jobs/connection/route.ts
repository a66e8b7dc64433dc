import { requireStation } from '@/features/print-jobs/stationToken.server';
import { channels } from '@/realtime/channels';
import { readClientConfig } from '@/server/clientConfig';
import { route } from '@/server/route';

/** `GET`, "test connection": what a print station connects to; an empty key says that it has to poll. */
export const GET = route(async () => {
  await requireStation();
  return {
    realtime: await readClientConfig(),
    channel: channels.name('private-print-jobs'),
    authEndpoint: '/api/pusher/auth',
    resumeEndpoint: '/api/pusher/resume',
  };
});
