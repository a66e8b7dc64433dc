import Pusher from 'pusher-js';
import { useEffect, useState } from 'react';
import { fetchOrder, type Order } from './order.ts';

export function OrderStatus({ id }: { id: number }) {
  const [order, setOrder] = useState<Order>();
  useEffect(() => {
    void fetchOrder(id).then(setOrder);
    const pusher = new Pusher('app-key', {
      cluster: 'eu',
      channelAuthorization: { endpoint: '/api/pusher/auth', transport: 'ajax' },
    });
    pusher.subscribe(`private-order.${id}`).bind('order.updated', setOrder);
    return () => pusher.disconnect();
  }, [id]);
  return <p>{order?.status}</p>;
}
