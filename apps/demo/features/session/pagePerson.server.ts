import 'server-only';
import { redirect } from 'next/navigation';
import type { Person } from './people.ts';
import { getPerson } from './session.server.ts';

/** The signed-in person. Everybody else is redirected to the sign-in page, and back to `path` afterwards. */
export async function pagePerson(path: string): Promise<Person> {
  return (await getPerson()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
