import 'server-only';
import { and, eq, ne } from 'drizzle-orm';
import type { z } from 'zod';
import { commit } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import { notifyPrintJobCreated } from '../print-jobs/notifyPrintJobs.server.ts';
import { printJobs } from '../print-jobs/printJobTable.server.ts';
import { notifyOrderCreated, notifyOrderUpdated } from './notifyOrders.server.ts';
import { findOrder, toOrder } from './orderQueries.server.ts';
import type { newOrderSchema, Order, OrderStatus } from './orders.ts';
import { orders } from './orderTable.server.ts';

/** Creates an order and its print job in one transaction, and notifies kitchen pages and print stations. */
export async function createOrder(input: z.output<typeof newOrderSchema>): Promise<Order> {
  return commit(async (tx) => {
    const [row] = await tx.insert(orders).values(input).returning();
    if (!row) throw new Error('The order was not stored.');
    const [job] = await tx.insert(printJobs).values({ orderId: row.id }).returning();
    if (!job) throw new Error('The print job was not stored.');
    const order = toOrder(row);
    await notifyOrderCreated(order, tx);
    await notifyPrintJobCreated(job, tx);
    return order;
  });
}

/** Moves an order to a status. If it has that status already, nothing changes and nothing is sent. */
export async function moveOrder(orderId: number, status: OrderStatus): Promise<Order> {
  const moved = await commit(async (tx) => {
    const [row] = await tx
      .update(orders)
      .set({ status, updatedAt: new Date() })
      .where(and(eq(orders.id, orderId), ne(orders.status, status)))
      .returning();
    if (!row) return null;
    await notifyOrderUpdated(toOrder(row), tx);
    return toOrder(row);
  });
  const order = moved ?? (await findOrder(orderId));
  if (!order) throw new Problem(404, 'There is no such order.');
  return order;
}
