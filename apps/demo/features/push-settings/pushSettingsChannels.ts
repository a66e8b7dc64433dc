import { z } from 'zod';

/** The public channel that tells every page about changed settings. */
export const pushSettingsChannels = {
  'notification-channel': {
    'settings.changed': z.object({}),
    announcement: z.object({ message: z.string() }),
  },
} as const;
