import { newBroadcastSchema } from '@/lib/classes';
import { readBody } from '@/lib/server/problem';
import { getPusher } from '@/lib/server/pusher';
import { countUse } from '@/lib/server/rateLimit';
import { reportDelivery } from '@/lib/server/reportDelivery';
import { route } from '@/lib/server/route';
import { requireAdmin } from '@/lib/server/visitor';

/** `POST { message }`: tells everybody who is signed in something, on whatever page they are. Administrators only. */
export const POST = route(async (request: Request) => {
  const admin = await requireAdmin();
  const { message } = await readBody(request, newBroadcastSchema);
  await countUse('trigger', admin.id);
  const payload = { message, from: admin.name, sentAt: new Date().toISOString() };
  reportDelivery(await (await getPusher()).trigger('private-admin-channel', 'broadcast', payload));
  return payload;
});
