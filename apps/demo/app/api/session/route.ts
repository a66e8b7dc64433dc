import { z } from 'zod';
import { findPerson } from '@/features/session/peopleQueries.server';
import { endSession, getPerson, startSession } from '@/features/session/session.server';
import { rowId } from '@/http/rowId';
import { clientAddress } from '@/server/clientAddress';
import { Problem } from '@/server/problem';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: who is signed in, or `{ person: null }`. */
export const GET = route(async () => ({ person: await getPerson() }));

/** `POST { personId }`: signs in as one of the demo's people. */
export const POST = route(async (request: Request) => {
  await countUse('session', await clientAddress());
  const { personId } = await readBody(request, z.strictObject({ personId: rowId }));
  const person = await findPerson(personId);
  if (!person) throw new Problem(422, 'There is no such person.', { personId: 'Unknown person.' });
  await startSession(person);
  return { person };
});

/** `DELETE`: signs out. */
export const DELETE = route(async () => {
  await endSession();
  return null;
});
