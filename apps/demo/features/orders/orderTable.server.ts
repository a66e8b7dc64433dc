import { integer, jsonb, pgEnum, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { type OrderItem, orderStatuses } from './orders.ts';

const at = () => timestamp({ withTimezone: true, mode: 'date' });

export const orderStatus = pgEnum('order_status', orderStatuses);

/** Orders for the kitchen. */
export const orders = pgTable('orders', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  tableNumber: integer().notNull(),
  items: jsonb().$type<readonly OrderItem[]>().notNull(),
  status: orderStatus().notNull().default('new'),
  createdAt: at().notNull().defaultNow(),
  updatedAt: at().notNull().defaultNow(),
});
