import 'server-only';
import { redirect } from 'next/navigation';
import type { Person } from './people.ts';
import { getPerson } from './session.server.ts';

/** The person who is signed in; anyone else is led to the sign-in page and back to `path` afterwards. */
export async function pagePerson(path: string): Promise<Person> {
  return (await getPerson()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
