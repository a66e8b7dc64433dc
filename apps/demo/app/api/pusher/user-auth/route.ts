import { createUserAuthHandler } from '@channelkit/server';
import { getPerson } from '@/features/session/session.server';
import { getPusher } from '@/server/pusher';

/** Whom a connection signs in as: the person of the session. */
async function authenticate() {
  const person = await getPerson();
  return person && { id: String(person.id), user_info: { name: person.name } };
}

export const POST = async (request: Request) =>
  createUserAuthHandler(await getPusher(), { authenticate })(request);
