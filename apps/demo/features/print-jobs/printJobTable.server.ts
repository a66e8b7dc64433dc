import { boolean, index, integer, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { orders } from '../orders/orderTable.server.ts';
import { printJobStatuses } from './printJobs.ts';

const at = () => timestamp({ withTimezone: true, mode: 'date' });

export const printJobStatus = pgEnum('print_job_status', printJobStatuses);

/** Tickets to print. A row is written with the order it belongs to, in one transaction, so that none can be missing. */
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
    /** The idempotency key of the claim that holds or held it. */
    claim: uuid(),
    station: text(),
    /** Until when the claim keeps other stations away. */
    leasedUntil: at(),
    error: text(),
    createdAt: at().notNull().defaultNow(),
    finishedAt: at(),
  },
  (table) => [index('print_jobs_status').on(table.status)],
);
