import { pushSettingsSchema } from '@/features/push-settings/pushSettings';
import { testConnection } from '@/features/push-settings/pushSettingsCommands.server';
import { requireAdmin } from '@/features/session/visitor.server';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `POST`: asks the service that these settings name whether it takes them; keeps nothing. Administrators only. */
export const POST = route(async (request: Request) => {
  await requireAdmin();
  return { problem: await testConnection(await readBody(request, pushSettingsSchema)) };
});
