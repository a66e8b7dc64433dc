import 'server-only';
import { desc, eq, ne } from 'drizzle-orm';
import { getDatabase } from '../../server/database.ts';
import type { Order } from './orders.ts';
import { orders } from './orderTable.server.ts';

/** The order numbers start after this. */
const numberOffset = 100;

export const toOrder = (row: typeof orders.$inferSelect): Order => ({
  id: row.id,
  number: numberOffset + row.id,
  tableNumber: row.tableNumber,
  items: row.items,
  status: row.status,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** Every order that is not served yet, and the latest served ones; oldest first. */
export async function listOrders(): Promise<Order[]> {
  const db = await getDatabase();
  const waiting = await db
    .select()
    .from(orders)
    .where(ne(orders.status, 'served'))
    .orderBy(desc(orders.id))
    .limit(60);
  const served = await db
    .select()
    .from(orders)
    .where(eq(orders.status, 'served'))
    .orderBy(desc(orders.updatedAt))
    .limit(6);
  return [...waiting, ...served].map(toOrder).sort((a, b) => a.id - b.id);
}

/** The order with this id, or the newest one without an id; null if there is none. */
export async function findOrder(orderId?: number): Promise<Order | null> {
  const all = (await getDatabase()).select().from(orders);
  const [row] = await (orderId === undefined
    ? all.orderBy(desc(orders.id)).limit(1)
    : all.where(eq(orders.id, orderId)));
  return row ? toOrder(row) : null;
}
