import { notFound, redirect } from 'next/navigation';
import { listClasses } from '@/lib/server/classQueries';
import { pagePerson } from '@/lib/server/pagePerson';

/** `/classes`: leads to the first class. */
export default async function ClassesPage() {
  await pagePerson('/classes');
  const [first] = await listClasses();
  if (!first) notFound();
  redirect(`/classes/${first.classId}`);
}
