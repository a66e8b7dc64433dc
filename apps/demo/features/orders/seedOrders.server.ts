import type { OrderItem, OrderStatus } from './orders.ts';

interface SeedOrder {
  readonly tableNumber: number;
  readonly items: readonly OrderItem[];
  readonly status: OrderStatus;
  /** Minutes since it was placed. */
  readonly minutes: number;
}

/** The orders of a fresh demo. */
export const seedOrders: readonly SeedOrder[] = [
  { tableNumber: 12, items: [{ name: 'Lemon tart', quantity: 4 }], status: 'served', minutes: 48 },
  {
    tableNumber: 3,
    items: [
      { name: 'Tomato soup', quantity: 2 },
      { name: 'Still water', quantity: 1 },
    ],
    status: 'ready',
    minutes: 21,
  },
  {
    tableNumber: 9,
    items: [
      { name: 'Sea bass, fennel', quantity: 1 },
      { name: 'Mushroom risotto', quantity: 2 },
    ],
    status: 'preparing',
    minutes: 14,
  },
  { tableNumber: 5, items: [{ name: 'Grilled halloumi', quantity: 3 }], status: 'preparing', minutes: 9 },
  {
    tableNumber: 7,
    items: [
      { name: 'Mushroom risotto', quantity: 1 },
      { name: 'Still water', quantity: 2 },
    ],
    status: 'new',
    minutes: 3,
  },
];
