import { z } from 'zod';

/** The stages of an order, in sequence. */
export const orderStatuses = ['new', 'preparing', 'ready', 'served'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** The label of each status. */
export const orderStatusWords: Readonly<Record<OrderStatus, string>> = {
  new: 'New',
  preparing: 'Preparing',
  ready: 'Ready',
  served: 'Served',
};

/** The next status; null after the last. */
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

/** The menu. */
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
    .int('Enter a table from 1 to 40.')
    .min(1, 'Enter a table from 1 to 40.')
    .max(40, 'Enter a table from 1 to 40.'),
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
