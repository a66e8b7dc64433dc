import { newNotificationSchema } from '@/lib/notifications';
import { listNotifications, sendNotification } from '@/lib/server/notificationCommands';
import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

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
