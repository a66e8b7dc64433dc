import { createAuthHandler } from '@channelkit/server';
import { channelRights } from '@/server/channelRights';
import { clientAddress } from '@/server/clientAddress';
import { getPusher } from '@/server/pusher';
import { countUse } from '@/server/rateLimit';
import { route } from '@/server/route';

/** `POST`: signs subscriptions to private and presence channels; at most 600 in a minute from one address. */
export const POST = route(async (request: Request) => {
  await countUse('auth', await clientAddress());
  return createAuthHandler(await getPusher(), channelRights)(request);
});
