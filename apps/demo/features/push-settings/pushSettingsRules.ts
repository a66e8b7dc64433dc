import type { WriteRules } from '../../realtime/writeRules.ts';
import { settingsKeys } from './settingsKeys.ts';

/** Which settings queries an event makes stale. */
export const pushSettingsRules: WriteRules = (on) => [
  on('notification-channel', 'settings.changed', () => [settingsKeys.push()]),
];
