import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { OrderBoard } from '@/components/orders/OrderBoard';
import { orderListQuery } from '@/lib/orderQueries';
import { makeQueryClient } from '@/lib/queryClient';
import { listOrders } from '@/lib/server/orderQueries';
import { pagePerson } from '@/lib/server/pagePerson';

export const metadata: Metadata = { title: 'Orders' };

/** `/orders`: the kitchen board. */
export default async function OrdersPage() {
  await pagePerson('/orders');
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...orderListQuery(),
    queryFn: async () => ({ orders: await listOrders() }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OrderBoard />
    </HydrationBoundary>
  );
}
