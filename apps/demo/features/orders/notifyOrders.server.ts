import 'server-only';
import type { Queryable } from '../../server/database.ts';
import { tell } from '../../server/outbox.ts';
import type { Order } from './orders.ts';

const tellKitchen = (
  event: 'order.created' | 'order.updated',
  { id, status }: Order,
  transaction?: Queryable,
): Promise<void> =>
  tell(transaction, (eventId) => ({
    channel: 'private-orders',
    event,
    data: { orderId: id, status, sentAt: new Date().toISOString(), eventId },
  }));

/** Tells every kitchen page of a new order: `order.created` on `private-orders`, with the transaction's commit if one is given. */
export const notifyOrderCreated = (order: Order, transaction?: Queryable): Promise<void> =>
  tellKitchen('order.created', order, transaction);

/** Tells every kitchen page of a changed order: `order.updated` on `private-orders`, with the transaction's commit if one is given. */
export const notifyOrderUpdated = (order: Order, transaction?: Queryable): Promise<void> =>
  tellKitchen('order.updated', order, transaction);
