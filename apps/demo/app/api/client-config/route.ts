import { getPusher } from '@/lib/server/pusher';
import { route } from '@/lib/server/route';

/** `GET`: where pages connect. It holds nothing secret. */
export const GET = route(async () => (await getPusher()).getClientConfig());
