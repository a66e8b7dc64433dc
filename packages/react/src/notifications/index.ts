export {
  type InvoiceNotice,
  type NotifyOptions,
  notifyInvoiceUpdated,
  notifyPaymentReceived,
  requestNotificationPermission,
} from './browserNotifications.ts';
export {
  configureNotifications,
  type NotificationSettings,
  type NotificationSnapshot,
} from './notificationState.ts';
export { playNotificationSound, unlockNotificationSounds } from './sounds.ts';
export type { NotificationSound } from './tones.ts';
export { useNotificationSettings } from './useNotificationSettings.ts';
