import { PusherProvider, useGap, usePusherEvent } from '@channelkit/react';
import { type ReactNode, useEffect, useState } from 'react';
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
  const channel = `private-order.${id}`;
  const load = () => void fetchOrder(id).then(setOrder);
  useEffect(load, [id]);
  usePusherEvent<Order>('order.updated', setOrder, { channel });
  useGap(channel, load); // what was sent while the connection was away
  return <p>{order?.status}</p>;
}
