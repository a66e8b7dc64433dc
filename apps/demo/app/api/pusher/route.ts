import { readServiceState, sendTestEvent } from '@/features/playground/triggerCommands.server';
import { triggerSchema } from '@/features/playground/triggers';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

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
