import { pushSettingsSchema } from '@/features/push-settings/pushSettings';
import { testConnection } from '@/features/push-settings/pushSettingsCommands.server';
import { requireAdmin } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `POST`: asks the service that these settings name whether it takes them; keeps nothing. Administrators only. */
export const POST = route(async (request: Request) => {
  await countUse('testConnection', (await requireAdmin()).id);
  return { problem: await testConnection(await readBody(request, pushSettingsSchema)) };
});
