import { z } from 'zod';
import { rowId } from '@/lib/rowId';
import { findPerson } from '@/lib/server/peopleQueries';
import { Problem } from '@/lib/server/problem';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { endSession, getPerson, startSession } from '@/lib/server/session';

/** `GET`: who is signed in, or `{ person: null }`. */
export const GET = route(async () => ({ person: await getPerson() }));

/** `POST { personId }`: signs in as one of the demo's people. */
export const POST = route(async (request: Request) => {
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
