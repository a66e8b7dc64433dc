import { listClasses } from '@/lib/server/classQueries';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: every class and how far it has come. */
export const GET = route(async () => {
  await requirePerson();
  return { classes: await listClasses() };
});
