import { z } from 'zod';

/** The way of an order through the kitchen. */
export const orderStatuses = ['new', 'preparing', 'ready', 'served'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** The name of a status. */
export const orderStatusWords: Readonly<Record<OrderStatus, string>> = {
  new: 'New',
  preparing: 'Preparing',
  ready: 'Ready',
  served: 'Served',
};

/** What comes after a status; null at the end. */
export const nextStatus = (status: OrderStatus): OrderStatus | null =>
  orderStatuses[orderStatuses.indexOf(status) + 1] ?? null;

export interface OrderItem {
  readonly name: string;
  readonly quantity: number;
}

/** An order as the kitchen sees it; times are ISO 8601 in UTC. */
export interface Order {
  readonly id: number;
  readonly number: number;
  readonly tableNumber: number;
  readonly items: readonly OrderItem[];
  readonly status: OrderStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What can be ordered. */
export const dishes = [
  'Tomato soup',
  'Grilled halloumi',
  'Sea bass, fennel',
  'Mushroom risotto',
  'Lemon tart',
  'Still water',
] as const;

/** The body of `POST /api/orders`. */
export const newOrderSchema = z.strictObject({
  tableNumber: z
    .int('A table from 1 to 40.')
    .min(1, 'A table from 1 to 40.')
    .max(40, 'A table from 1 to 40.'),
  items: z
    .array(
      z.strictObject({ name: z.enum(dishes), quantity: z.int().min(1).max(20, 'At most 20 of a dish.') }),
    )
    .min(1, 'At least one dish.')
    .max(dishes.length),
});
export type NewOrder = z.input<typeof newOrderSchema>;

/** The body of `PATCH /api/orders/:id`. */
export const orderChangeSchema = z.strictObject({ status: z.enum(orderStatuses) });
