import 'server-only';
import type { Queryable } from '../../server/database.ts';
import { tell } from '../../server/eventLog.ts';
import { formatMoney } from '../../ui/format.ts';
import type { InvoiceStatus } from './invoices.ts';

/** The fields of an invoice that its events need. */
export interface NotifiableInvoice {
  readonly id: number;
  readonly userId: number;
  readonly number: string;
  readonly customer: string;
  readonly totalCents: number;
  readonly status: InvoiceStatus;
}

// Each function writes its events in the given transaction; they are sent after the commit. Without a transaction they are
// written and sent at once.

type Payload = ReturnType<typeof payloadOf>;

const payloadOf = (invoice: NotifiableInvoice, words: { type: string; title: string; body: string }) => ({
  ...words,
  invoiceId: String(invoice.id),
  status: invoice.status,
  sentAt: new Date().toISOString(),
});

const toInvoice = (invoice: NotifiableInvoice, payload: Payload) =>
  ({ channel: `private-invoice.${invoice.id}`, data: payload }) as const;

const toOwner = (invoice: NotifiableInvoice, payload: Payload) =>
  ({ channel: `private-user.${invoice.userId}.invoices`, data: payload }) as const;

/** Notifies the owner's pages of a new invoice: `invoice.created` on the user's channel. */
export function notifyInvoiceCreated(invoice: NotifiableInvoice, transaction?: Queryable): Promise<void> {
  const body = `${invoice.number} for ${invoice.customer}, ${formatMoney(invoice.totalCents)}.`;
  const payload = payloadOf(invoice, { type: 'invoice_created', title: 'Invoice created', body });
  return tell(transaction, { ...toOwner(invoice, payload), event: 'invoice.created' });
}

/** Notifies of a payment: `payment.received` on both channels, `invoice.status.changed` on the invoice's. */
export function notifyPaymentReceived(invoice: NotifiableInvoice, transaction?: Queryable): Promise<void> {
  const body = `${invoice.customer} paid ${invoice.number}, ${formatMoney(invoice.totalCents)}.`;
  const payload = payloadOf(invoice, { type: 'invoice_completed', title: 'Payment received', body });
  return tell(
    transaction,
    { ...toInvoice(invoice, payload), event: 'payment.received' },
    { ...toInvoice(invoice, payload), event: 'invoice.status.changed' },
    { ...toOwner(invoice, payload), event: 'payment.received' },
  );
}

/** Notifies of a new status: `invoice.status.changed` on the invoice's channel, `invoice.updated` on the user's. */
export function notifyStatusChanged(
  invoice: NotifiableInvoice,
  status: InvoiceStatus,
  transaction?: Queryable,
): Promise<void> {
  const words = {
    type: `invoice_${status}`,
    title: 'Invoice status changed',
    body: `${invoice.number} is ${status}.`,
  };
  const payload = { ...payloadOf(invoice, words), status };
  return tell(
    transaction,
    { ...toInvoice(invoice, payload), event: 'invoice.status.changed' },
    { ...toOwner(invoice, payload), event: 'invoice.updated' },
  );
}

/** Notifies of changed details: `invoice.updated` on both channels. */
export function notifyInvoiceUpdated(invoice: NotifiableInvoice, transaction?: Queryable): Promise<void> {
  const payload = payloadOf(invoice, {
    type: 'invoice_updated',
    title: 'Invoice updated',
    body: `${invoice.number} was updated.`,
  });
  return tell(
    transaction,
    { ...toInvoice(invoice, payload), event: 'invoice.updated' },
    { ...toOwner(invoice, payload), event: 'invoice.updated' },
  );
}
