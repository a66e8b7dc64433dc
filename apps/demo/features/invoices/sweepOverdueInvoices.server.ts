import 'server-only';
import { and, eq, lt } from 'drizzle-orm';
import { commit } from '../../server/eventLog.ts';
import { earliestToday } from './invoices.ts';
import { activity, invoices } from './invoiceTables.server.ts';
import { notifyStatusChanged } from './notifyInvoices.server.ts';

/**
 * Marks open invoices that have become overdue and notifies their pages. Reads derive the status from the date, so they are
 * right before this has run; this updates the pages that are open.
 * @returns how many invoices became overdue
 */
export function sweepOverdueInvoices(now = Date.now()): Promise<number> {
  return commit(async (tx) => {
    const rows = await tx
      .update(invoices)
      .set({ status: 'overdue', updatedAt: new Date(now) })
      .where(and(eq(invoices.status, 'open'), lt(invoices.dueOn, earliestToday(now))))
      .returning();
    for (const row of rows) {
      await tx.insert(activity).values({ invoiceId: row.id, kind: 'status', detail: { status: 'overdue' } });
      await notifyStatusChanged(row, 'overdue', tx);
    }
    return rows.length;
  });
}
