import { pushSettingsSchema } from '@/lib/pushSettings';
import { changePushSettings } from '@/lib/server/pushSettingsCommands';
import { readPushSettings } from '@/lib/server/pushSettingsStore';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requireAdmin } from '@/lib/server/visitor';

/** `GET`: the settings, without the secret. Administrators only. */
export const GET = route(async () => {
  await requireAdmin();
  return readPushSettings();
});

/** `PUT`: new settings; open pages follow. Administrators only. */
export const PUT = route(async (request: Request) => {
  await requireAdmin();
  return changePushSettings(await readBody(request, pushSettingsSchema));
});
