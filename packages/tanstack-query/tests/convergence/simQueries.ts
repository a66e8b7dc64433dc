import type { QueryKey } from '../../src/index.ts';
import type { Order } from '../support/contract.ts';
import { keys } from './simRules.ts';
import type { EntityId, ServerState } from './simServer.ts';

/** One kind of data that pages show. */
export interface SimQuery {
  readonly queryKey: QueryKey;
  readonly channel: 'private-orders' | 'private-invoice.1';
  readonly infinite: boolean;
  /** What the query function answers, by page. */
  readonly pick: (state: ServerState, page: number) => unknown;
}

const order = (orderId: 'a' | 'b', state: ServerState): Order => ({ orderId, version: state[orderId] });

/** Every query of the simulation. */
export const simQueries: readonly SimQuery[] = [
  {
    queryKey: keys.list,
    channel: 'private-orders',
    infinite: false,
    pick: (state) => ({ a: state.a, b: state.b }),
  },
  {
    queryKey: keys.detail('a'),
    channel: 'private-orders',
    infinite: false,
    pick: (state) => order('a', state),
  },
  {
    queryKey: keys.detail('b'),
    channel: 'private-orders',
    infinite: false,
    pick: (state) => order('b', state),
  },
  { queryKey: keys.invoice, channel: 'private-invoice.1', infinite: false, pick: (state) => state.invoice },
  {
    queryKey: keys.feed,
    channel: 'private-orders',
    infinite: true,
    pick: (state, page) => (page === 0 ? state.a : state.b),
  },
];

/** The channel and event by which the server tells of a write. */
export function eventOf(id: EntityId, version: number): { channel: string; event: string; data: unknown } {
  if (id === 'invoice')
    return { channel: 'private-invoice.1', event: 'invoice.updated', data: { invoiceId: '1' } };
  const event = version % 3 === 1 ? 'order.created' : 'order.updated';
  return { channel: 'private-orders', event, data: { orderId: id, version } };
}

/** What the cache should hold: for an infinite query as many pages as it has. */
export function expected(query: SimQuery, truth: ServerState, data: unknown): unknown {
  if (!query.infinite) return query.pick(truth, 0);
  const pages = (data as { pages: readonly unknown[] }).pages.map((_, page) => query.pick(truth, page));
  return { pages, pageParams: pages.map((_, page) => page) };
}
