import { pushSettingsSchema } from '@/features/push-settings/pushSettings';
import { changePushSettings } from '@/features/push-settings/pushSettingsCommands.server';
import { readPushSettings } from '@/features/push-settings/pushSettingsStore.server';
import { requireAdmin } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: the settings, without the secret. Administrators only. */
export const GET = route(async () => {
  await requireAdmin();
  return readPushSettings();
});

/** `PUT`: new settings; open pages follow. Administrators only. */
export const PUT = route(async (request: Request) => {
  await countUse('change', (await requireAdmin()).id);
  return changePushSettings(await readBody(request, pushSettingsSchema));
});
