import { createUserAuthHandler } from '@channelkit/server';
import { getPerson } from '@/features/session/session.server';
import { clientAddress } from '@/server/clientAddress';
import { getPusher } from '@/server/pusher';
import { countUse } from '@/server/rateLimit';
import { route } from '@/server/route';

/** A connection signs in as the person of the session. */
async function authenticate() {
  const person = await getPerson();
  return person && { id: String(person.id), user_info: { name: person.name } };
}

/** `POST`: signs a connection in; at most 600 in a minute from one address, together with subscriptions. */
export const POST = route(async (request: Request) => {
  await countUse('auth', await clientAddress());
  return createUserAuthHandler(await getPusher(), { authenticate })(request);
});
