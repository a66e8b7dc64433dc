import { newBroadcastSchema } from '@/lib/classes';
import { broadcast } from '@/lib/server/classCommands';
import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requireAdmin } from '@/lib/server/visitor';

/** `POST { message }`: tells everybody who is signed in something, on whatever page they are. Administrators only. */
export const POST = route(async (request: Request) => {
  const admin = await requireAdmin();
  const { message } = await readBody(request, newBroadcastSchema);
  await countUse('trigger', admin.id);
  return broadcast(admin, message);
});
