import { listClasses } from '@/features/classes/classQueries.server';
import { requirePerson } from '@/features/session/visitor.server';
import { route } from '@/server/route';

/** `GET`: every class and how far it has come. */
export const GET = route(async () => {
  await requirePerson();
  return { classes: await listClasses() };
});
