import { pushSettingsSchema } from '@/lib/pushSettings';
import { testConnection } from '@/lib/server/pushSettingsCommands';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requireAdmin } from '@/lib/server/visitor';

/** `POST`: asks the service that these settings name whether it takes them; keeps nothing. Administrators only. */
export const POST = route(async (request: Request) => {
  await requireAdmin();
  return { problem: await testConnection(await readBody(request, pushSettingsSchema)) };
});
