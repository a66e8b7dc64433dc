import { createResumeHandler } from '@channelkit/server';
import { channelRights } from '@/server/channelRights';
import { clientAddress } from '@/server/clientAddress';
import { getEventLog } from '@/server/eventLog';
import { getPusher } from '@/server/pusher';
import { countUse } from '@/server/rateLimit';
import { route } from '@/server/route';

/** `POST`: returns what durable channels have missed, to whoever may subscribe to them; at most 600 in a minute from one address. */
export const POST = route(async (request: Request) => {
  await countUse('resume', await clientAddress());
  return createResumeHandler(await getPusher(), getEventLog(), channelRights)(request);
});
