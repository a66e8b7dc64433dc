import { boolean, index, integer, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { orders } from '../orders/orderTable.server.ts';
import { printJobStatuses } from './printJobs.ts';

const at = () => timestamp({ withTimezone: true, mode: 'date' });

export const printJobStatus = pgEnum('print_job_status', printJobStatuses);

/** Tickets to print. Each is written in the transaction of its order, so none can be missing. */
export const printJobs = pgTable(
  'print_jobs',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    orderId: integer()
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    status: printJobStatus().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    reprint: boolean().notNull().default(false),
    /** The idempotency key of the latest claim. */
    claim: uuid(),
    station: text(),
    /** When the claim expires. */
    leasedUntil: at(),
    error: text(),
    createdAt: at().notNull().defaultNow(),
    finishedAt: at(),
  },
  (table) => [index('print_jobs_status').on(table.status)],
);
