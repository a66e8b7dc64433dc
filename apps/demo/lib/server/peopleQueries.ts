import 'server-only';
import { asc, eq } from 'drizzle-orm';
import type { Person } from '../people.ts';
import { getDatabase } from './db/database.ts';
import { people } from './db/schema.ts';

/** Everybody who may sign in. */
export async function listPeople(): Promise<Person[]> {
  return (await getDatabase()).select().from(people).orderBy(asc(people.id));
}

/** One person, or null. */
export async function findPerson(id: number): Promise<Person | null> {
  const [person] = await (await getDatabase()).select().from(people).where(eq(people.id, id));
  return person ?? null;
}
