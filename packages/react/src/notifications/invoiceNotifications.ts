import { type ShowNotificationOptions, showNotification } from './showNotification.ts';

/** The payload of an invoice event; only `invoiceId` is required. */
export interface InvoiceNotice {
  readonly invoiceId: string | number;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  /** When it was sent (ISO 8601). Part of the tag: several tabs show one notification, and the next event a new one. */
  readonly sentAt?: string | undefined;
}

/** Options of the `notify…` functions. */
export type NotifyOptions = Pick<ShowNotificationOptions, 'onClick' | 'icon'>;

const tagOf = (kind: string, { invoiceId, sentAt }: InvoiceNotice): string =>
  ['channelkit', kind, invoiceId, sentAt ?? ''].join('-');

/** Shows a browser notification for a payment, as {@link showNotification} does. */
export function notifyPaymentReceived(
  notice: InvoiceNotice,
  options: NotifyOptions = {},
): Notification | null {
  const { title = 'Payment received', body = `Invoice ${notice.invoiceId} has been paid.` } = notice;
  return showNotification(title, { ...options, body, tag: tagOf('payment', notice) });
}

/** Shows a browser notification for a changed invoice, as {@link showNotification} does. */
export function notifyInvoiceUpdated(
  notice: InvoiceNotice,
  options: NotifyOptions = {},
): Notification | null {
  const change = notice.status === undefined ? 'has been updated' : `is ${notice.status}`;
  const { title = 'Invoice updated', body = `Invoice ${notice.invoiceId} ${change}.` } = notice;
  return showNotification(title, { ...options, body, tag: tagOf('invoice', notice) });
}
