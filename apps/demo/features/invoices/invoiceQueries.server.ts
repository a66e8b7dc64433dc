import 'server-only';
import { and, asc, desc, eq } from 'drizzle-orm';
import { getDatabase, type Queryable } from '../../server/database.ts';
import { people } from '../session/peopleTable.server.ts';
import type { InvoiceDetail, InvoiceRow, InvoiceSummary, PayableInvoice } from './invoices.ts';
import { isPayable, statusAt } from './invoices.ts';
import { activity, invoiceLines, invoices, payments } from './invoiceTables.server.ts';

/** An invoice as stored. */
export type Invoice = typeof invoices.$inferSelect;

const toRow = (invoice: Invoice, now?: number): InvoiceRow => ({
  id: invoice.id,
  number: invoice.number,
  customer: invoice.customer,
  status: statusAt(invoice, now),
  totalCents: invoice.totalCents,
  issuedOn: invoice.issuedOn,
  dueOn: invoice.dueOn,
  updatedAt: invoice.updatedAt.toISOString(),
});

/** A person's invoices, newest first. */
export async function listInvoices(userId: number, now?: number): Promise<InvoiceRow[]> {
  const db = await getDatabase();
  const rows = await db.select().from(invoices).where(eq(invoices.userId, userId)).orderBy(desc(invoices.id));
  return rows.map((row) => toRow(row, now));
}

/** The totals of a person's invoices; void invoices are excluded. */
export async function summarizeInvoices(userId: number, now?: number): Promise<InvoiceSummary> {
  const rows = await listInvoices(userId, now);
  const sum = (wanted: (row: InvoiceRow) => boolean) =>
    rows.filter(wanted).reduce((total, row) => total + row.totalCents, 0);
  return {
    totalCents: sum((row) => row.status !== 'void'),
    outstandingCents: sum((row) => isPayable(row.status)),
    overdueCents: sum((row) => row.status === 'overdue'),
    paidCents: sum((row) => row.status === 'paid'),
    outstandingCount: rows.filter((row) => isPayable(row.status)).length,
  };
}

/** One invoice as stored, if it belongs to this person. */
export async function findOwnInvoice(id: number, userId: number, db?: Queryable): Promise<Invoice | null> {
  const [invoice] = await (db ?? (await getDatabase()))
    .select()
    .from(invoices)
    .where(and(eq(invoices.id, id), eq(invoices.userId, userId)));
  return invoice ?? null;
}

/** One invoice as stored, without a check of its owner: call it only after one. */
export async function findInvoice(id: number): Promise<Invoice | null> {
  const [invoice] = await (await getDatabase()).select().from(invoices).where(eq(invoices.id, id));
  return invoice ?? null;
}

async function readParts(invoice: Invoice) {
  const db = await getDatabase();
  const lines = await db
    .select({
      id: invoiceLines.id,
      description: invoiceLines.description,
      quantity: invoiceLines.quantity,
      unitCents: invoiceLines.unitCents,
    })
    .from(invoiceLines)
    .where(eq(invoiceLines.invoiceId, invoice.id))
    .orderBy(asc(invoiceLines.id));
  const [payment] = await db.select().from(payments).where(eq(payments.invoiceId, invoice.id));
  return {
    ...toRow(invoice),
    note: invoice.note,
    paidAt: invoice.paidAt?.toISOString() ?? null,
    paidBy: payment?.method ?? null,
    lines,
  };
}

/** An invoice as its owner sees it. */
export async function describeInvoice(invoice: Invoice): Promise<InvoiceDetail> {
  const entries = await (await getDatabase())
    .select()
    .from(activity)
    .where(eq(activity.invoiceId, invoice.id))
    .orderBy(desc(activity.id));
  return {
    ...(await readParts(invoice)),
    customerEmail: invoice.customerEmail,
    activity: entries.map(({ id, kind, detail, at }) => ({
      id,
      kind: kind as InvoiceDetail['activity'][number]['kind'],
      detail,
      at: at.toISOString(),
    })),
  };
}

/** An invoice as the holder of its pay link sees it. */
export async function describePayable(invoice: Invoice): Promise<PayableInvoice> {
  const [owner] = await (await getDatabase()).select().from(people).where(eq(people.id, invoice.userId));
  return { ...(await readParts(invoice)), business: owner?.business ?? '' };
}
