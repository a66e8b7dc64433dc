import 'server-only';
import { Problem } from '../../server/problem.ts';
import { getPusher } from '../../server/pusher.ts';
import { findOrder } from './orderQueries.server.ts';
import type { Order } from './orders.ts';

/** The event that was sent. */
export interface OrderBroadcast {
  readonly order: Order;
  readonly channel: string;
  readonly event: string;
}

/**
 * Sends `order.updated` with the current state of an order, the newest one by default.
 * @throws Problem 404 if there is no such order, 503 with the reason and remedy if the event was not sent
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
