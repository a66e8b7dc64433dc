import { date, index, integer, jsonb, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { people } from '../session/peopleTable.server.ts';
import { invoiceStatuses } from './invoices.ts';

const id = () => integer().primaryKey().generatedAlwaysAsIdentity();
const at = () => timestamp({ withTimezone: true, mode: 'date' });

export const invoiceStatus = pgEnum('invoice_status', invoiceStatuses);

/** Invoices; amounts are in cents. */
export const invoices = pgTable(
  'invoices',
  {
    id: id(),
    number: text().notNull().unique(),
    userId: integer()
      .notNull()
      .references(() => people.id),
    customer: text().notNull(),
    customerEmail: text().notNull(),
    status: invoiceStatus().notNull().default('open'),
    note: text().notNull().default(''),
    totalCents: integer().notNull(),
    issuedOn: date().notNull(),
    dueOn: date().notNull(),
    paidAt: at(),
    updatedAt: at().notNull().defaultNow(),
  },
  (table) => [index('invoices_user').on(table.userId)],
);

export const invoiceLines = pgTable(
  'invoice_lines',
  {
    id: id(),
    invoiceId: integer()
      .notNull()
      .references(() => invoices.id, { onDelete: 'cascade' }),
    description: text().notNull(),
    quantity: integer().notNull(),
    unitCents: integer().notNull(),
  },
  (table) => [index('invoice_lines_invoice').on(table.invoiceId)],
);

/** One row per paid invoice; the unique column makes a second payment impossible. */
export const payments = pgTable('payments', {
  id: id(),
  invoiceId: integer()
    .notNull()
    .unique()
    .references(() => invoices.id),
  amountCents: integer().notNull(),
  method: text().notNull(),
  receivedAt: at().notNull().defaultNow(),
});

/** The timeline of an invoice. */
export const activity = pgTable(
  'activity',
  {
    id: id(),
    invoiceId: integer()
      .notNull()
      .references(() => invoices.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    detail: jsonb().$type<Record<string, string>>().notNull().default({}),
    at: at().notNull().defaultNow(),
  },
  (table) => [index('activity_invoice').on(table.invoiceId)],
);
