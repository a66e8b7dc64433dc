import 'server-only';
import { and, eq, ne } from 'drizzle-orm';
import type { z } from 'zod';
import { notifyOrderCreated, notifyOrderUpdated } from '../notifyOrders.ts';
import type { newOrderSchema, Order, OrderStatus } from '../orders.ts';
import { getDatabase } from './db/database.ts';
import { orders } from './db/schema.ts';
import { findOrder, toOrder } from './orderQueries.ts';
import { Problem } from './problem.ts';

/** Writes a new order and tells every kitchen page. */
export async function createOrder(input: z.output<typeof newOrderSchema>): Promise<Order> {
  const [row] = await (await getDatabase()).insert(orders).values(input).returning();
  if (!row) throw new Error('The order was not stored.');
  const order = toOrder(row);
  await notifyOrderCreated(order);
  return order;
}

/** Moves an order on; saying the status that it has already changes nothing and tells nobody. */
export async function moveOrder(orderId: number, status: OrderStatus): Promise<Order> {
  const [row] = await (await getDatabase())
    .update(orders)
    .set({ status, updatedAt: new Date() })
    .where(and(eq(orders.id, orderId), ne(orders.status, status)))
    .returning();
  if (row) {
    await notifyOrderUpdated(toOrder(row));
    return toOrder(row);
  }
  const order = await findOrder(orderId);
  if (!order) throw new Problem(404, 'There is no such order.');
  return order;
}
