import 'server-only';
import { formatMoney } from './format.ts';
import type { InvoiceStatus } from './invoices.ts';
import { getPusher } from './server/pusher.ts';
import { reportDelivery } from './server/reportDelivery.ts';

/** The part of an invoice that its events tell about. */
export interface NotifiableInvoice {
  readonly id: number;
  readonly userId: number;
  readonly number: string;
  readonly customer: string;
  readonly totalCents: number;
  readonly status: InvoiceStatus;
}

type Payload = ReturnType<typeof payloadOf>;
type InvoiceEventName = 'payment.received' | 'invoice.status.changed' | 'invoice.updated';
type UserEventName = 'invoice.created' | 'invoice.updated' | 'payment.received';

const payloadOf = (invoice: NotifiableInvoice, words: { type: string; title: string; body: string }) => ({
  ...words,
  invoiceId: String(invoice.id),
  status: invoice.status,
  sentAt: new Date().toISOString(),
});

async function tellInvoice(
  invoice: NotifiableInvoice,
  event: InvoiceEventName,
  payload: Payload,
): Promise<void> {
  reportDelivery(await (await getPusher()).trigger(`private-invoice.${invoice.id}`, event, payload));
}

async function tellOwner(invoice: NotifiableInvoice, event: UserEventName, payload: Payload): Promise<void> {
  reportDelivery(
    await (await getPusher()).trigger(`private-user.${invoice.userId}.invoices`, event, payload),
  );
}

/** Tells the owner's pages of a new invoice: `invoice.created` on the user's channel. */
export async function notifyInvoiceCreated(invoice: NotifiableInvoice): Promise<void> {
  const body = `${invoice.number} for ${invoice.customer}, ${formatMoney(invoice.totalCents)}.`;
  await tellOwner(
    invoice,
    'invoice.created',
    payloadOf(invoice, { type: 'invoice_created', title: 'Invoice created', body }),
  );
}

/** Tells of a payment: `payment.received` on both channels and `invoice.status.changed` on the invoice's. */
export async function notifyPaymentReceived(invoice: NotifiableInvoice): Promise<void> {
  const body = `${invoice.customer} paid ${invoice.number}, ${formatMoney(invoice.totalCents)}.`;
  const payload = payloadOf(invoice, { type: 'invoice_completed', title: 'Payment received', body });
  await Promise.all([
    tellInvoice(invoice, 'payment.received', payload),
    tellInvoice(invoice, 'invoice.status.changed', payload),
    tellOwner(invoice, 'payment.received', payload),
  ]);
}

/** Tells of a new status: `invoice.status.changed` on the invoice's channel, `invoice.updated` on the user's. */
export async function notifyStatusChanged(invoice: NotifiableInvoice, status: InvoiceStatus): Promise<void> {
  const body = `${invoice.number} is ${status}.`;
  const payload = {
    ...payloadOf(invoice, { type: `invoice_${status}`, title: 'Invoice status changed', body }),
    status,
  };
  await Promise.all([
    tellInvoice(invoice, 'invoice.status.changed', payload),
    tellOwner(invoice, 'invoice.updated', payload),
  ]);
}

/** Tells of changed details: `invoice.updated` on both channels. */
export async function notifyInvoiceUpdated(invoice: NotifiableInvoice): Promise<void> {
  const payload = payloadOf(invoice, {
    type: 'invoice_updated',
    title: 'Invoice updated',
    body: `${invoice.number} was updated.`,
  });
  await Promise.all([
    tellInvoice(invoice, 'invoice.updated', payload),
    tellOwner(invoice, 'invoice.updated', payload),
  ]);
}
