import { classChangeSchema } from '@/lib/classes';
import { moveClass } from '@/lib/server/classCommands';
import { findClass } from '@/lib/server/classQueries';
import { Problem } from '@/lib/server/problem';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

type Context = RouteContext<'/api/classes/[id]'>;

/** `GET`: one class. */
export const GET = route(async (_request: Request, { params }: Context) => {
  await requirePerson();
  const found = await findClass((await params).id);
  if (!found) throw new Problem(404, 'There is no such class.');
  return found;
});

/** `PATCH { step }`: moves the class to another lesson. */
export const PATCH = route(async (request: Request, { params }: Context) => {
  await requirePerson();
  return moveClass((await params).id, (await readBody(request, classChangeSchema)).step);
});
