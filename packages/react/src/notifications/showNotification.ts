import { currentPermission, notificationState } from './notificationState.ts';

/** Options of {@link showNotification}: the platform's own (`body`, `tag`, `icon`, …), and a click handler. */
export interface ShowNotificationOptions extends NotificationOptions {
  /** Called when the notification is clicked, after the page was focused and the notification closed. */
  readonly onClick?: (() => void) | undefined;
}

/**
 * Shows a browser notification. Returns it, or null if it was not shown: no permission, turned off, not supported, or on a
 * server. A click focuses the page. Never throws and never requests permission. Notifications with the same `tag` replace each
 * other: put the event's id in it, so that several open tabs show one notification per event.
 *
 * @example
 * usePusherEvent('payment.received', ({ id, amount }) =>
 *   showNotification('Payment received', { body: amount, tag: `payment-${id}` }),
 * );
 */
export function showNotification(
  title: string,
  { onClick, ...options }: ShowNotificationOptions = {},
): Notification | null {
  if (currentPermission() !== 'granted' || !notificationState().store.getSnapshot().browser) return null;
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick?.();
    };
    return notification;
  } catch {
    // Chrome on Android defines the class but allows only service workers to show a notification.
    return null;
  }
}
