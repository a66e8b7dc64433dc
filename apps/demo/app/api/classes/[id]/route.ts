import { moveClass } from '@/features/classes/classCommands.server';
import { classChangeSchema } from '@/features/classes/classes';
import { findClass } from '@/features/classes/classQueries.server';
import { requirePerson } from '@/features/session/visitor.server';
import { Problem } from '@/server/problem';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

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
  await countUse('change', (await requirePerson()).id);
  return moveClass((await params).id, (await readBody(request, classChangeSchema)).step);
});
