import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { OrderBoard } from '@/features/orders/OrderBoard';
import { listOrders } from '@/features/orders/orderQueries.server';
import { orderListQuery } from '@/features/orders/orderQueryOptions';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export const metadata: Metadata = { title: 'Orders' };

/** `/orders`: the kitchen board. */
export default async function OrdersPage() {
  await pagePerson('/orders');
  const positions = await getEventLog().positions(['private-orders']);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...orderListQuery(),
    queryFn: async () => ({ orders: await listOrders() }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <OrderBoard />
      </HydrationBoundary>
    </HydratePositions>
  );
}
