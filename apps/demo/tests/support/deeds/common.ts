import { sql } from 'drizzle-orm';
import { payInvoice } from '../../../features/invoices/invoiceCommands.server.ts';
import { findInvoice, type Invoice } from '../../../features/invoices/invoiceQueries.server.ts';
import { getDatabase } from '../../../server/database.ts';
import { eventLog } from '../../../server/eventLogTables.ts';

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
  waiting: (
    await (
      await getDatabase()
    )
      .select({ told: sql<string>`channel || ' ' || event` })
      .from(eventLog)
      .where(sql`state = 'waiting'`)
      .orderBy(sql`seq`)
  ).map(({ told }) => told),
});
