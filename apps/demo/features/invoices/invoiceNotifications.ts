import { showNotification } from '@channelkit/react/notifications';
import type { z } from 'zod';
import type { invoiceEvent } from './invoiceChannels.ts';

type InvoiceNotice = z.output<typeof invoiceEvent>;

/** Every tab of a browser shows an event under the same tag, so the person sees one notification; the next event gets a new one. */
const tagOf = (kind: string, { invoiceId, sentAt }: InvoiceNotice): string =>
  ['invoice', kind, invoiceId, sentAt ?? ''].join('-');

/** Shows a browser notification for a payment, if the person allows notifications. `onClick` runs after the page is focused. */
export function notifyPaymentReceived(notice: InvoiceNotice, onClick?: () => void): Notification | null {
  const { title = 'Payment received', body = `Invoice ${notice.invoiceId} has been paid.` } = notice;
  return showNotification(title, { body, tag: tagOf('payment', notice), onClick });
}

/** Shows a browser notification for a changed invoice, if the person allows notifications. */
export function notifyInvoiceUpdated(notice: InvoiceNotice): Notification | null {
  const change = notice.status === undefined ? 'has been updated' : `is ${notice.status}`;
  const { title = 'Invoice updated', body = `Invoice ${notice.invoiceId} ${change}.` } = notice;
  return showNotification(title, { body, tag: tagOf('update', notice) });
}
