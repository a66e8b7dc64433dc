import { PusherProvider, useLiveRefresh } from '@channelkit/react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { fetchOrder, type Order } from './order.ts';

// once, around the tree
export function Root({ children }: { children: ReactNode }) {
  return (
    <PusherProvider config={{ key: 'app-key', cluster: 'eu' }} auth={{ endpoint: '/api/pusher/auth' }}>
      {children}
    </PusherProvider>
  );
}

export function OrderStatus({ id }: { id: number }) {
  const [order, setOrder] = useState<Order>();
  const load = useCallback(() => fetchOrder(id).then(setOrder), [id]);
  useEffect(() => void load(), [load]);
  useLiveRefresh(`private-order.${id}`, load); // after events and gaps, and once when the channel is first live
  return <p>{order?.status}</p>;
}
