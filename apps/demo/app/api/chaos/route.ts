import { chaosSchema } from '@/lib/chaos';
import { causeChaos } from '@/lib/server/chaosCommands';
import { readBody } from '@/lib/server/problem';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `POST { action }`: disturbs the local protocol server; 404 where there is none. */
export const POST = route(async (request: Request) => {
  await requirePerson();
  return causeChaos((await readBody(request, chaosSchema)).action);
});
