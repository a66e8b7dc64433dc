import { defineQueryRules, patch, type QueryRules } from '../../src/index.ts';
import { channels, type Order, type TestChannels } from '../support/contract.ts';

/** The keys of the simulated pages. */
export const keys = {
  orders: ['orders'],
  list: ['orders', 'list'],
  feed: ['orders', 'feed'],
  detail: (id: string): readonly string[] => ['orders', 'detail', id],
  invoice: ['invoices', 'detail', '1'],
} as const;

/** Rules of every kind: prefix and exact keys, parameters, data with catch-up, patches. */
export const simRules: QueryRules<TestChannels> = defineQueryRules(channels, (on) => [
  on(
    'private-orders',
    'order.created',
    ({ data }) => [keys.list, keys.feed, { queryKey: keys.detail(data.orderId), exact: true }],
    { catchUp: () => [keys.orders] },
  ),
  on(
    'private-orders',
    'order.updated',
    ({ data }) => [
      keys.list,
      { queryKey: keys.feed, exact: true },
      patch(keys.detail(data.orderId), (_old: Order, order) => order, {
        isNewer: (old, order) => order.version > old.version,
      }),
    ],
    { catchUp: () => [keys.orders] },
  ),
  on('private-invoice.{invoiceId}', '*', ({ params }) => [['invoices', 'detail', params.invoiceId]]),
]);
