import { currentPermission, type NotificationSnapshot, notificationState } from './notificationState.ts';

/**
 * Requests permission to show browser notifications. Call it in a click handler: browsers ignore the request otherwise.
 * Resolves with the user's answer, or with `'unsupported'` where the browser has no notifications.
 */
export async function requestNotificationPermission(): Promise<NotificationSnapshot['permission']> {
  if (currentPermission() === 'default') await Notification.requestPermission();
  const { store } = notificationState();
  const permission = currentPermission();
  store.set({ ...store.getSnapshot(), permission });
  return permission;
}
