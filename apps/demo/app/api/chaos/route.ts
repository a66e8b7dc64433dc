import { chaosSchema } from '@/lib/chaos';
import { causeChaos, readChaos } from '@/lib/server/chaosCommands';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: what is wrong with the local protocol server; 404 where it cannot be disturbed. */
export const GET = route(async () => {
  await requirePerson();
  return readChaos();
});

/** `POST { action }`: disturbs the local protocol server; 404 where it cannot be. */
export const POST = route(async (request: Request) => {
  await requirePerson();
  return causeChaos((await readBody(request, chaosSchema)).action);
});
