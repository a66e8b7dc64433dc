import 'server-only';
import { Problem } from '../../server/problem.ts';
import { getPusher } from '../../server/pusher.ts';
import { findOrder } from './orderQueries.server.ts';
import type { Order } from './orders.ts';

/** What was sent, and over which app of which server. */
export interface OrderBroadcast {
  readonly order: Order;
  readonly channel: string;
  readonly event: string;
}

/**
 * Sends `order.updated` for an order, the latest one by default, as it stands.
 * @throws Problem 404 without such an order, 503 with the reason and remedy when it could not be sent
 */
export async function broadcastOrder(orderId?: number): Promise<OrderBroadcast> {
  const order = await findOrder(orderId);
  if (!order)
    throw new Problem(
      404,
      orderId === undefined ? 'There are no orders yet.' : `There is no order ${orderId}.`,
    );
  const [channel, event] = ['private-orders', 'order.updated'] as const;
  const payload = { orderId: order.id, status: order.status, sentAt: new Date().toISOString() };
  const result = await (await getPusher()).trigger(channel, event, payload);
  if (!result.ok) throw new Problem(503, result.error.message);
  return { order, channel, event };
}
