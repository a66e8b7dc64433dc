import 'server-only';
import { asc, eq } from 'drizzle-orm';
import { getDatabase } from '../../server/database.ts';
import type { Person } from './people.ts';
import { people } from './peopleTable.server.ts';

/** Everybody who can sign in. */
export async function listPeople(): Promise<Person[]> {
  return (await getDatabase()).select().from(people).orderBy(asc(people.id));
}

/** One person, or null. */
export async function findPerson(id: number): Promise<Person | null> {
  const [person] = await (await getDatabase()).select().from(people).where(eq(people.id, id));
  return person ?? null;
}
