import { onceAcrossTabs } from '@channelkit/core';
import { currentPermission, notificationState } from './notificationState.ts';

/** Options of {@link showNotification}: the platform's own (`body`, `tag`, `icon`, …), and a click handler. */
export interface ShowNotificationOptions extends NotificationOptions {
  /** Called when the notification is clicked, after the page was focused and the notification closed. */
  readonly onClick?: (() => void) | undefined;
  /** An event's id: of all tabs that show a notification for it, one does, the focused one first. */
  readonly once?: string | undefined;
}

/**
 * Shows a browser notification. Returns it, or null if it was not shown: no permission, turned off, not supported, or on a
 * server. A click focuses the page. Never throws and never requests permission. With `once` it returns null, since the tabs have to agree
 * before one of them shows it.
 *
 * @example
 * usePusherEvent('payment.received', ({ amount }, message) =>
 *   showNotification('Payment received', { body: amount, once: message.id }),
 * );
 */
export function showNotification(
  title: string,
  { once, ...options }: ShowNotificationOptions = {},
): Notification | null {
  if (currentPermission() !== 'granted' || !notificationState().store.getSnapshot().browser) return null;
  if (once === undefined) return show(title, options);
  void onceAcrossTabs(`notification ${once}`, () => show(title, options));
  return null;
}

function show(title: string, { onClick, ...options }: ShowNotificationOptions): Notification | null {
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
