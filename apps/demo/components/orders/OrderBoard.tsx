'use client';
import { useState } from 'react';
import { LiveModeMark } from '@/components/realtime/LiveModeMark';
import { LoadFailure } from '@/components/ui/LoadFailure';
import { PageHeader } from '@/components/ui/PageHeader';
import { orderListQuery } from '@/lib/orderQueries';
import { orderStatuses } from '@/lib/orders';
import { useLiveQuery } from '@/lib/queryBridge';
import { useRealtimeLog } from '@/lib/useRealtimeLog';
import { NewOrder } from './NewOrder.tsx';
import { OrderColumn } from './OrderColumn.tsx';

/** The kitchen's board: pushed while real time works, polled while it does not, and it says which. */
export function OrderBoard() {
  const { data, error, refetch, mode } = useLiveQuery({
    ...orderListQuery(),
    live: 'private-orders',
    pollInterval: 3000,
  });
  useRealtimeLog('private-orders', mode);
  // What was there when the page came is no news.
  const [known] = useState(() => new Set(data?.orders.map(({ id, status }) => `${id} ${status}`)));
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Orders
            <LiveModeMark mode={mode} />
          </span>
        }
        actions={<NewOrder />}
      >
        Every screen in the kitchen shows the same board. Without a connection it asks every three seconds
        instead.
      </PageHeader>
      {error && !data ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
          {orderStatuses.map((status) => (
            <OrderColumn
              key={status}
              status={status}
              known={known}
              orders={data?.orders.filter((order) => order.status === status) ?? []}
            />
          ))}
        </div>
      )}
    </>
  );
}
