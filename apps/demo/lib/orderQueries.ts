import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { Order } from './orders.ts';
import { orderKeys } from './queryKeys.ts';

/** The orders on the kitchen board. */
export const orderListQuery = () =>
  queryOptions({
    queryKey: orderKeys.lists(),
    queryFn: ({ signal }) => callApi<{ orders: Order[] }>('/api/orders', { signal }),
  });
