import 'server-only';
import type { Queryable } from '../../server/database.ts';
import { tell } from '../../server/eventLog.ts';
import type { Order } from './orders.ts';

const tellKitchen = (
  event: 'order.created' | 'order.updated',
  { id, status }: Order,
  transaction?: Queryable,
): Promise<void> =>
  tell(transaction, {
    channel: 'private-orders',
    event,
    data: { orderId: id, status, sentAt: new Date().toISOString() },
  });

/** Notifies kitchen pages of a new order: `order.created` on `private-orders`, after the given transaction's commit. */
export const notifyOrderCreated = (order: Order, transaction?: Queryable): Promise<void> =>
  tellKitchen('order.created', order, transaction);

/** Notifies kitchen pages of a changed order: `order.updated` on `private-orders`, after the given transaction's commit. */
export const notifyOrderUpdated = (order: Order, transaction?: Queryable): Promise<void> =>
  tellKitchen('order.updated', order, transaction);
