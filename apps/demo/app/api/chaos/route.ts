import { chaosSchema } from '@/features/chaos/chaos';
import { causeChaos, readChaos } from '@/features/chaos/chaosCommands.server';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: what is wrong with the local protocol server; 404 where it cannot be disturbed. */
export const GET = route(async () => {
  await requirePerson();
  return readChaos();
});

/** `POST { action }`: disturbs the local protocol server; 404 where it cannot be. */
export const POST = route(async (request: Request) => {
  await countUse('trigger', (await requirePerson()).id);
  return causeChaos((await readBody(request, chaosSchema)).action);
});
