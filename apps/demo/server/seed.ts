import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { classes } from '../features/classes/classTable.server.ts';
import { seedClasses } from '../features/classes/seedClasses.server.ts';
import { activity, invoiceLines, invoices, payments } from '../features/invoices/invoiceTables.server.ts';
import { seedInvoices } from '../features/invoices/seedInvoices.server.ts';
import { players } from '../features/leaderboard/playerTable.server.ts';
import { seedPlayers } from '../features/leaderboard/seedPlayers.server.ts';
import { orders } from '../features/orders/orderTable.server.ts';
import { seedOrders } from '../features/orders/seedOrders.server.ts';
import { people } from '../features/session/peopleTable.server.ts';
import { seedPeople } from '../features/session/seedPeople.server.ts';

const day = (offset: number, now: Date): string =>
  new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
const noon = (offset: number, now: Date): Date => new Date(`${day(offset, now)}T12:00:00Z`);

/** Fills an empty database with the demo's data; does nothing if it already has people. */
export async function seed(db: PgDatabase<PgQueryResultHKT>, now = new Date()): Promise<void> {
  await db.transaction(async (tx) => {
    // Two processes that start together on one PostgreSQL must not both seed it.
    await tx.execute(sql`select pg_advisory_xact_lock(7465616)`);
    if ((await tx.select().from(people).limit(1)).length > 0) return;
    await tx.insert(classes).values([...seedClasses]);
    await tx.insert(players).values([...seedPlayers]);
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    await tx.insert(orders).values(
      seedOrders.map(({ minutes, ...order }) => ({
        ...order,
        createdAt: minutesAgo(minutes),
        updatedAt: minutesAgo(minutes),
      })),
    );
    const persons = await tx
      .insert(people)
      .values([...seedPeople])
      .returning();
    for (const [index, row] of seedInvoices.entries()) {
      const totalCents = row.lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0);
      const paidAt = row.paid === undefined ? null : noon(row.paid, now);
      const [invoice] = await tx
        .insert(invoices)
        .values({
          number: `INV-${2041 + index}`,
          userId: persons[row.person]?.id ?? 0,
          customer: row.customer,
          customerEmail: row.email,
          status: row.status,
          note: row.note ?? '',
          totalCents,
          issuedOn: day(row.issued, now),
          dueOn: day(row.due, now),
          paidAt,
          updatedAt: paidAt ?? noon(row.issued, now),
        })
        .returning();
      if (!invoice) continue;
      await tx.insert(invoiceLines).values(row.lines.map((line) => ({ ...line, invoiceId: invoice.id })));
      await tx.insert(activity).values({ invoiceId: invoice.id, kind: 'created', at: noon(row.issued, now) });
      if (!paidAt) continue;
      await tx
        .insert(payments)
        .values({ invoiceId: invoice.id, amountCents: totalCents, method: 'bank', receivedAt: paidAt });
      await tx
        .insert(activity)
        .values({ invoiceId: invoice.id, kind: 'paid', detail: { method: 'bank' }, at: paidAt });
    }
  });
}
