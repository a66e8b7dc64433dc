import { newMessageSchema } from '@/lib/chat';
import { postMessage } from '@/lib/server/chatCommands';
import { listMessages } from '@/lib/server/chatQueries';
import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: the last hundred messages, oldest first. */
export const GET = route(async () => {
  await requirePerson();
  return { messages: await listMessages() };
});

/** `POST { message }`: says something; at most 10 times in 10 seconds. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const { message } = await readBody(request, newMessageSchema);
  await countUse('chat', person.id);
  return Response.json(await postMessage(person, message), { status: 201 });
});
