import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lte } from 'drizzle-orm';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { cookieName, isHttps } from '../../server/cookieName.ts';
import { getDatabase } from '../../server/database.ts';
import type { Person } from './people.ts';
import { people } from './peopleTable.server.ts';
import { sessions } from './sessionTable.server.ts';
import { userIdCookie } from './userIdCookie.ts';

/** Seconds. */
const lifetime = 7 * 24 * 60 * 60;

const sessionCookie = (): string => cookieName('session');
const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

async function forget(token: string | undefined): Promise<void> {
  if (token) await (await getDatabase()).delete(sessions).where(eq(sessions.tokenHash, hash(token)));
}

/** Signs a person in: a random, http-only token for the server and a readable `user_id` for the page. */
export async function startSession(person: Person): Promise<void> {
  const db = await getDatabase();
  const jar = await cookies();
  await forget(jar.get(sessionCookie())?.value);
  const now = Date.now();
  await db.delete(sessions).where(lte(sessions.expiresAt, new Date(now)));
  const token = randomBytes(32).toString('base64url');
  await db.insert(sessions).values({
    tokenHash: hash(token),
    userId: person.id,
    expiresAt: new Date(now + lifetime * 1000),
  });
  const shared = { path: '/', sameSite: 'lax', maxAge: lifetime, secure: isHttps() } as const;
  jar.set(sessionCookie(), token, { ...shared, httpOnly: true });
  jar.set(userIdCookie, String(person.id), shared);
}

/** Signs out. The session ends on the server as well, so a copy of its cookie opens nothing. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  await forget(jar.get(sessionCookie())?.value);
  // A browser takes no `__Host-` cookie without `Secure`, not even one that deletes it.
  jar.set(sessionCookie(), '', { path: '/', maxAge: 0, secure: isHttps() });
  jar.delete(userIdCookie);
}

/** Who is signed in; null without a session, and for one that is forged, expired or over. Read once per request. */
export const getPerson = cache(async (): Promise<Person | null> => {
  const token = (await cookies()).get(sessionCookie())?.value;
  if (!token) return null;
  const [found] = await (await getDatabase())
    .select({ person: people })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, hash(token)), gt(sessions.expiresAt, new Date())));
  return found?.person ?? null;
});
