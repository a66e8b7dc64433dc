import 'server-only';
import type { Order } from './orders.ts';
import { getPusher } from './server/pusher.ts';
import { reportDelivery } from './server/reportDelivery.ts';

const tell = async (event: 'order.created' | 'order.updated', { id, status }: Order): Promise<void> => {
  const payload = { orderId: id, status, sentAt: new Date().toISOString() };
  reportDelivery(await (await getPusher()).trigger('private-orders', event, payload));
};

/** Tells every kitchen page of a new order: `order.created` on `private-orders`. */
export const notifyOrderCreated = (order: Order): Promise<void> => tell('order.created', order);

/** Tells every kitchen page of a changed order: `order.updated` on `private-orders`. */
export const notifyOrderUpdated = (order: Order): Promise<void> => tell('order.updated', order);
