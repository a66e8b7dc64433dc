import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { orderKeys } from './orderKeys.ts';
import type { Order } from './orders.ts';

/** The orders on the kitchen board. */
export const orderListQuery = () =>
  queryOptions({
    queryKey: orderKeys.lists(),
    queryFn: ({ signal }) => callApi<{ orders: Order[] }>('/api/orders', { signal }),
  });
