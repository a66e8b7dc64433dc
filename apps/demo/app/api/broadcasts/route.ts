import { broadcast } from '@/features/classes/classCommands.server';
import { newBroadcastSchema } from '@/features/classes/classes';
import { requireAdmin } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `POST { message }`: tells everybody who is signed in something, on whatever page they are. Administrators only. */
export const POST = route(async (request: Request) => {
  const admin = await requireAdmin();
  const { message } = await readBody(request, newBroadcastSchema);
  await countUse('trigger', admin.id);
  return broadcast(admin, message);
});
