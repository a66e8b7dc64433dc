import { listNotifications, sendNotification } from '@/features/notifications/notificationCommands.server';
import { newNotificationSchema } from '@/features/notifications/notifications';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: what whoever is signed in was told, newest first. */
export const GET = route(async () => ({
  notifications: await listNotifications((await requirePerson()).id),
}));

/** `POST { event, userId, … }`: tells one person something. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const input = await readBody(request, newNotificationSchema);
  await countUse('trigger', person.id);
  return Response.json(await sendNotification(input), { status: 201 });
});
