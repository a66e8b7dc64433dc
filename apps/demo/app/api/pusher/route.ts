import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { readServiceState, sendTestEvent } from '@/lib/server/triggerCommands';
import { requirePerson } from '@/lib/server/visitor';
import { triggerSchema } from '@/lib/triggers';

/** `GET`: how the service is doing, and the occupied channels. */
export const GET = route(async () => {
  await requirePerson();
  return readServiceState();
});

/** `POST { channel, event, data }`: sends an event on a channel for tests; at most 20 in 10 seconds. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const input = await readBody(request, triggerSchema);
  await countUse('trigger', person.id);
  await sendTestEvent(input);
  return { ok: true };
});
