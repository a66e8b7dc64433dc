import { boolean, date, index, integer, jsonb, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { invoiceStatuses } from '../../invoices.ts';
import { type OrderItem, orderStatuses } from '../../orders.ts';
import { roles } from '../../people.ts';

const id = () => integer().primaryKey().generatedAlwaysAsIdentity();
const at = () => timestamp({ withTimezone: true, mode: 'date' });

export const role = pgEnum('role', roles);
export const invoiceStatus = pgEnum('invoice_status', invoiceStatuses);
export const orderStatus = pgEnum('order_status', orderStatuses);

/** Whoever may sign in to the demo. */
export const people = pgTable('people', {
  id: id(),
  name: text().notNull(),
  email: text().notNull().unique(),
  business: text().notNull(),
  role: role().notNull().default('owner'),
});

/** What a business asks a customer to pay; amounts are in cents. */
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

/** One row per invoice that was paid: the unique column is what makes a second payment impossible. */
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

/** What a table asked the kitchen for. */
export const orders = pgTable('orders', {
  id: id(),
  tableNumber: integer().notNull(),
  items: jsonb().$type<readonly OrderItem[]>().notNull(),
  status: orderStatus().notNull().default('new'),
  createdAt: at().notNull().defaultNow(),
  updatedAt: at().notNull().defaultNow(),
});

/** What was said in the chat, under the name its author had then. */
export const messages = pgTable('messages', {
  id: id(),
  userId: integer()
    .notNull()
    .references(() => people.id),
  name: text().notNull(),
  message: text().notNull(),
  createdAt: at().notNull().defaultNow(),
});

/** Who plays; `version` is the number of the change that last touched the row, over the whole board. */
export const players = pgTable('players', {
  id: id(),
  name: text().notNull(),
  score: integer().notNull().default(0),
  version: integer().notNull().default(0),
});

/** What a person was told on their own channel. */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    userId: integer()
      .notNull()
      .references(() => people.id),
    title: text().notNull(),
    body: text().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [index('notifications_user').on(table.userId)],
);

/** What an administrator chose about real time; the one row has id 1. The secret is encrypted. */
export const pushSettings = pgTable('push_settings', {
  id: integer().primaryKey(),
  enabled: boolean().notNull(),
  appId: text().notNull(),
  key: text().notNull(),
  sealedSecret: text().notNull(),
  cluster: text().notNull(),
  updatedAt: at().notNull(),
});

/** A class, and how far it has come. */
export const classes = pgTable('classes', {
  slug: text().primaryKey(),
  title: text().notNull(),
  steps: integer().notNull(),
  step: integer().notNull().default(0),
});
