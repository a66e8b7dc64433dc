'use client';
import { useState } from 'react';
import { LiveModeMark } from '@/components/realtime/LiveModeMark';
import { LoadFailure } from '@/components/ui/LoadFailure';
import { PageHeader } from '@/components/ui/PageHeader';
import { orderListQuery } from '@/lib/orderQueries';
import { type Order, type OrderStatus, orderStatuses } from '@/lib/orders';
import { useRealtimeQuery } from '@/lib/queryBridge';
import { useArrivals } from '@/lib/useArrivals';
import { useRealtimeLog } from '@/lib/useRealtimeLog';
import { ColumnChoice } from './ColumnChoice.tsx';
import { NewOrder } from './NewOrder.tsx';
import { OrderColumn } from './OrderColumn.tsx';

/** An order in a column: in the next one it is news. */
const placeOf = ({ id, status }: Order): string => `${id} ${status}`;

/** The kitchen's board: pushed while real time works, polled while it does not, and it says which. */
export function OrderBoard() {
  const { data, error, refetch, mode } = useRealtimeQuery({
    ...orderListQuery(),
    live: 'private-orders',
    pollInterval: 3000,
  });
  useRealtimeLog('private-orders', mode);
  const orders = data?.orders ?? [];
  const isNew = useArrivals(orders.map(placeOf));
  // The card that was moved here: its button goes with it, and the focus must not be lost.
  const [movedId, setMovedId] = useState<number | null>(null);
  const [shown, setShown] = useState<OrderStatus>('new');
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
        <>
          <ColumnChoice orders={orders} shown={shown} onShow={setShown} />
          <div className="grid items-start gap-3 md:grid-cols-4 xl:gap-4">
            {orderStatuses.map((status) => (
              <OrderColumn
                key={status}
                status={status}
                isShown={status === shown}
                isNew={isNew}
                movedId={movedId}
                onMove={setMovedId}
                orders={orders.filter((order) => order.status === status)}
              />
            ))}
          </div>
        </>
      )}
    </>
  );
}
