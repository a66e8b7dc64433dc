'use client';
import { useState } from 'react';
import { LiveModeMark } from '@/components/realtime/LiveModeMark';
import { LoadFailure } from '@/components/ui/LoadFailure';
import { PageHeader } from '@/components/ui/PageHeader';
import { orderListQuery } from '@/lib/orderQueries';
import { type Order, orderStatuses } from '@/lib/orders';
import { useLiveQuery } from '@/lib/queryBridge';
import { useArrivals } from '@/lib/useArrivals';
import { useRealtimeLog } from '@/lib/useRealtimeLog';
import { NewOrder } from './NewOrder.tsx';
import { OrderColumn } from './OrderColumn.tsx';

/** An order in a column: in the next one it is news. */
const placeOf = ({ id, status }: Order): string => `${id} ${status}`;

/** The kitchen's board: pushed while real time works, polled while it does not, and it says which. */
export function OrderBoard() {
  const { data, error, refetch, mode } = useLiveQuery({
    ...orderListQuery(),
    live: 'private-orders',
    pollInterval: 3000,
  });
  useRealtimeLog('private-orders', mode);
  const isNew = useArrivals(data?.orders.map(placeOf) ?? []);
  // The card that was moved here: its button goes with it, and the focus must not be lost.
  const [movedId, setMovedId] = useState<number | null>(null);
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
              isNew={isNew}
              movedId={movedId}
              onMove={setMovedId}
              orders={data?.orders.filter((order) => order.status === status) ?? []}
            />
          ))}
        </div>
      )}
    </>
  );
}
