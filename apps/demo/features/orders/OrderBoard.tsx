'use client';
import { useState } from 'react';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { LoadFailure } from '@/ui/LoadFailure';
import { PageHeader } from '@/ui/PageHeader';
import { useArrivals } from '@/ui/useArrivals';
import { ColumnChoice } from './ColumnChoice.tsx';
import { NewOrder } from './NewOrder.tsx';
import { OrderColumn } from './OrderColumn.tsx';
import { orderListQuery } from './orderQueryOptions.ts';
import { type Order, type OrderStatus, orderStatuses } from './orders.ts';
import { useRealtimeLog } from './useRealtimeLog.ts';

/** Identifies an order in a column, so that it counts as new in the next one. */
const placeOf = ({ id, status }: Order): string => `${id} ${status}`;

/** The kitchen board: updated by events while real time works, else by polling; it shows which. */
export function OrderBoard() {
  const { data, error, refetch, mode } = useRealtimeQuery({
    ...orderListQuery(),
    live: 'private-orders',
    pollInterval: 3000,
  });
  useRealtimeLog('private-orders', mode);
  const orders = data?.orders ?? [];
  const isNew = useArrivals(orders.map(placeOf));
  // The order that was moved in this window: its card needs the focus, because the pressed button is gone.
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
        Every screen in the kitchen shows the same board. Without a connection, it polls every three seconds.
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
