import { notFound, redirect } from 'next/navigation';
import { listClasses } from '@/features/classes/classQueries.server';
import { pagePerson } from '@/features/session/pagePerson.server';

/** `/classes`: leads to the first class. */
export default async function ClassesPage() {
  await pagePerson('/classes');
  const [first] = await listClasses();
  if (!first) notFound();
  redirect(`/classes/${first.classId}`);
}
