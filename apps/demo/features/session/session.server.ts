import 'server-only';
import { jwtVerify, SignJWT } from 'jose';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { signingKey } from '../../server/secrets.ts';
import type { Person } from './people.ts';
import { findPerson } from './peopleQueries.server.ts';
import { userIdCookie } from './userIdCookie.ts';

const sessionCookie = 'session';
const lifetime = 7 * 24 * 60 * 60;

/** Signs a person in: a signed, http-only cookie for the server and a readable `user_id` for the page. */
export async function startSession(person: Person): Promise<void> {
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(person.id))
    .setAudience('session')
    .setIssuedAt()
    .setExpirationTime(`${lifetime}s`)
    .sign(signingKey());
  const jar = await cookies();
  const shared = {
    path: '/',
    sameSite: 'lax',
    maxAge: lifetime,
    secure: process.env.DEMO_HTTPS === '1',
  } as const;
  jar.set(sessionCookie, token, { ...shared, httpOnly: true });
  jar.set(userIdCookie, String(person.id), shared);
}

/** Signs out: both cookies go. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  jar.delete(sessionCookie);
  jar.delete(userIdCookie);
}

/** Who is signed in, or null: also for a forged, expired or orphaned cookie. Read once per request. */
export const getPerson = cache(async (): Promise<Person | null> => {
  const token = (await cookies()).get(sessionCookie)?.value;
  if (!token) return null;
  const verified = await jwtVerify(token, signingKey(), { audience: 'session', algorithms: ['HS256'] }).catch(
    () => null,
  );
  const id = Number(verified?.payload.sub);
  return Number.isSafeInteger(id) ? findPerson(id) : null;
});
