import 'server-only';
import { and, asc, desc, eq, gt, lte, min, or } from 'drizzle-orm';
import { getDatabase, type Queryable } from '../../server/database.ts';
import { toOrder } from '../orders/orderQueries.server.ts';
import { orders } from '../orders/orderTable.server.ts';
import type { PrintJob } from './printJobs.ts';
import { printJobs } from './printJobTable.server.ts';

const withOrder = (db: Pick<Queryable, 'select'>) =>
  db
    .select({ job: printJobs, order: orders })
    .from(printJobs)
    .innerJoin(orders, eq(orders.id, printJobs.orderId));

type Row = Awaited<ReturnType<typeof withOrder>>[number];

const toPrintJob = ({ job, order: row }: Row): PrintJob => {
  const { number, tableNumber, items, createdAt } = toOrder(row);
  return {
    id: job.id,
    orderNumber: number,
    tableNumber,
    items,
    orderedAt: createdAt,
    status: job.status,
    attempts: job.attempts,
    reprint: job.reprint,
    station: job.station,
    error: job.error,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
};

/** The newest thirty jobs, newest first. */
export async function listPrintJobs(): Promise<PrintJob[]> {
  const rows = await withOrder(await getDatabase())
    .orderBy(desc(printJobs.id))
    .limit(30);
  return rows.map(toPrintJob);
}

/** One job, or null. */
export async function findPrintJob(jobId: number): Promise<PrintJob | null> {
  const [row] = await withOrder(await getDatabase()).where(eq(printJobs.id, jobId));
  return row ? toPrintJob(row) : null;
}

/** The jobs that a station may claim, oldest first, and when the next one becomes free because its claim expires. */
export async function listDuePrintJobs(
  now = new Date(),
): Promise<{ jobs: PrintJob[]; nextAt: string | null }> {
  const db = await getDatabase();
  const abandoned = and(eq(printJobs.status, 'claimed'), lte(printJobs.leasedUntil, now));
  const rows = await withOrder(db)
    .where(or(eq(printJobs.status, 'waiting'), abandoned))
    .orderBy(asc(printJobs.id))
    .limit(50);
  const [next] = await db
    .select({ at: min(printJobs.leasedUntil) })
    .from(printJobs)
    .where(and(eq(printJobs.status, 'claimed'), gt(printJobs.leasedUntil, now)));
  return { jobs: rows.map(toPrintJob), nextAt: next?.at?.toISOString() ?? null };
}
