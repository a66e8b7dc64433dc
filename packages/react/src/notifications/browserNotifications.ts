import { currentPermission, type NotificationSnapshot, notificationState } from './notificationState.ts';

/** The payload of an invoice event; only `invoiceId` must be there. */
export interface InvoiceNotice {
  readonly invoiceId: string | number;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  /** When it was sent (ISO 8601); part of the tag, so that several tabs show one notification and the next event another. */
  readonly sentAt?: string | undefined;
}

/** Options of the `notify…` functions. */
export interface NotifyOptions {
  /** Called on a click, after the page was focused: navigate to the invoice. */
  readonly onClick?: (() => void) | undefined;
  /** Address of an image. */
  readonly icon?: string | undefined;
}

/**
 * Asks for the permission to show browser notifications. Call it in a click handler: browsers refuse the question otherwise.
 * Resolves with the answer, `'unsupported'` where there is none to ask.
 */
export async function requestNotificationPermission(): Promise<NotificationSnapshot['permission']> {
  if (currentPermission() === 'default') await Notification.requestPermission();
  const { store } = notificationState();
  const permission = currentPermission();
  store.set({ ...store.getSnapshot(), permission });
  return permission;
}

interface Notice extends NotifyOptions {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

function show({ title, onClick, icon, ...rest }: Notice): Notification | null {
  if (currentPermission() !== 'granted' || !notificationState().store.getSnapshot().browser) return null;
  try {
    const notification = new Notification(title, icon === undefined ? rest : { ...rest, icon });
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick?.();
    };
    return notification;
  } catch {
    // Chrome on Android has the class but lets only service workers show one.
    return null;
  }
}

const tagOf = (kind: string, { invoiceId, sentAt }: InvoiceNotice): string =>
  ['channelkit', kind, invoiceId, sentAt ?? ''].join('-');

/**
 * Shows a browser notification for a payment. Returns it, or null when it is not shown: no permission, switched off, not
 * supported, on a server. A click focuses the page. Never throws, never asks for the permission.
 *
 * @example
 * usePusherEvent('payment.received', (payment) => notifyPaymentReceived(payment));
 */
export function notifyPaymentReceived(
  notice: InvoiceNotice,
  options: NotifyOptions = {},
): Notification | null {
  const { title = 'Payment received', body = `Invoice ${notice.invoiceId} has been paid.` } = notice;
  return show({ ...options, title, body, tag: tagOf('payment', notice) });
}

/** Shows a browser notification for a changed invoice; else as {@link notifyPaymentReceived}. */
export function notifyInvoiceUpdated(
  notice: InvoiceNotice,
  options: NotifyOptions = {},
): Notification | null {
  const change = notice.status === undefined ? 'has been updated' : `is ${notice.status}`;
  const { title = 'Invoice updated', body = `Invoice ${notice.invoiceId} ${change}.` } = notice;
  return show({ ...options, title, body, tag: tagOf('invoice', notice) });
}
