import { newMessageSchema } from '@/features/chat/chat';
import { postMessage } from '@/features/chat/chatCommands.server';
import { listMessages } from '@/features/chat/chatQueries.server';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

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
