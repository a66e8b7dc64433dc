import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { commit } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import { findInvoice, type Invoice } from './invoiceQueries.server.ts';
import { type InvoiceChange, type newInvoiceSchema, type PaymentMethod, statusAt } from './invoices.ts';
import { activity, invoiceLines, invoices, payments } from './invoiceTables.server.ts';
import {
  notifyInvoiceCreated,
  notifyInvoiceUpdated,
  notifyPaymentReceived,
  notifyStatusChanged,
} from './notifyInvoices.server.ts';

/** Creates an invoice and notifies its owner's pages. */
export async function createInvoice(
  userId: number,
  input: z.output<typeof newInvoiceSchema>,
): Promise<Invoice> {
  return commit(async (tx) => {
    const [draft] = await tx
      .insert(invoices)
      .values({
        userId,
        number: crypto.randomUUID(),
        customer: input.customer,
        customerEmail: input.customerEmail,
        note: input.note,
        dueOn: input.dueOn,
        issuedOn: new Date().toISOString().slice(0, 10),
        totalCents: input.lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0),
      })
      .returning();
    if (!draft) throw new Error('The invoice was not stored.');
    // The number is derived from the row id, so two concurrent invoices never share one.
    const number = `INV-${2040 + draft.id}`;
    await tx.update(invoices).set({ number }).where(eq(invoices.id, draft.id));
    await tx.insert(invoiceLines).values(input.lines.map((line) => ({ ...line, invoiceId: draft.id })));
    await tx.insert(activity).values({ invoiceId: draft.id, kind: 'created' });
    const invoice = { ...draft, number };
    await notifyInvoiceCreated(invoice, tx);
    return invoice;
  });
}

/** Changes an unpaid invoice. If its status changes (void, or open because of a later due day), sends the new status. */
export async function changeInvoice(
  invoice: Invoice,
  change: InvoiceChange,
  now = Date.now(),
): Promise<Invoice> {
  return commit(async (tx) => {
    const locked = tx.select().from(invoices).where(eq(invoices.id, invoice.id)).for('update');
    const [before = invoice] = await locked;
    const status =
      change.status ?? statusAt({ ...before, ...(change.dueOn && { dueOn: change.dueOn }) }, now);
    const [row] = await tx
      .update(invoices)
      .set({
        ...(change.note !== undefined && { note: change.note }),
        ...(change.dueOn !== undefined && { dueOn: change.dueOn }),
        status,
        updatedAt: new Date(now),
      })
      .where(and(eq(invoices.id, invoice.id), inArray(invoices.status, ['open', 'overdue'])))
      .returning();
    if (!row) throw new Problem(409, 'This invoice is paid or void and can no longer change.');
    const isMoved = status !== before.status;
    const told = isMoved ? { kind: 'status', detail: { status } } : { kind: 'updated' };
    await tx.insert(activity).values({ invoiceId: row.id, ...told });
    if (isMoved) await notifyStatusChanged(row, status, tx);
    else await notifyInvoiceUpdated(row, tx);
    return row;
  });
}

/**
 * Pays an invoice in full. Paying a paid invoice succeeds, changes nothing and sends nothing, so a double click or a
 * repeated request is harmless.
 */
export async function payInvoice(invoice: Invoice, method: PaymentMethod): Promise<void> {
  const isPaid = await commit(async (tx) => {
    const now = new Date();
    const [row] = await tx
      .update(invoices)
      .set({ status: 'paid', paidAt: now, updatedAt: now })
      .where(and(eq(invoices.id, invoice.id), inArray(invoices.status, ['open', 'overdue'])))
      .returning();
    if (!row) return false;
    await tx
      .insert(payments)
      .values({ invoiceId: row.id, amountCents: row.totalCents, method, receivedAt: now });
    await tx.insert(activity).values({ invoiceId: row.id, kind: 'paid', detail: { method }, at: now });
    await notifyPaymentReceived(row, tx);
    return true;
  });
  if (isPaid) return;
  const current = await findInvoice(invoice.id);
  if (current?.status !== 'paid') throw new Problem(409, 'This invoice is void: there is nothing to pay.');
}
