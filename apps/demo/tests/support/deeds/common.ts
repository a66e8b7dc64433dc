import { payInvoice } from '../../../features/invoices/invoiceCommands.server.ts';
import { findInvoice, type Invoice } from '../../../features/invoices/invoiceQueries.server.ts';
import { getDatabase } from '../../../server/database.ts';
import { outbox } from '../../../server/outboxTable.ts';

/** What a worker can be told to do, by name; each answers with JSON. */
export type Deeds = Readonly<Record<string, () => Promise<unknown>>>;

export async function requireInvoice(id: number): Promise<Invoice> {
  const invoice = await findInvoice(id);
  if (!invoice) throw new Error(`There is no invoice ${id}.`);
  return invoice;
}

export const pay = async (id: number): Promise<void> => payInvoice(await requireInvoice(id), 'card');

/** What the database says: the invoice's status, and which events wait in the order they were written. */
export const state = async (id: number) => ({
  status: (await findInvoice(id))?.status,
  waiting: (await (await getDatabase()).select().from(outbox).orderBy(outbox.seq)).map(
    ({ channel, event }) => `${channel} ${event}`,
  ),
});
