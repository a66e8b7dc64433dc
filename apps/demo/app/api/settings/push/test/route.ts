import { testConnection } from '@/lib/server/pushSettingsCommands';
import { route } from '@/lib/server/route';
import { requireAdmin } from '@/lib/server/visitor';

/** `POST`: asks the configured service whether it takes our credentials. Administrators only. */
export const POST = route(async () => {
  await requireAdmin();
  return { problem: await testConnection() };
});
