export {
  configureNotifications,
  type NotificationSettings,
  type NotificationSnapshot,
} from './notificationState.ts';
export { requestNotificationPermission } from './requestNotificationPermission.ts';
export { type ShowNotificationOptions, showNotification } from './showNotification.ts';
export { type NotificationSoundOptions, playNotificationSound, unlockNotificationSounds } from './sounds.ts';
export type { NotificationSound } from './tones.ts';
export { useNotificationSettings } from './useNotificationSettings.ts';
