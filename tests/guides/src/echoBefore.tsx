import { configureEcho, useEcho } from '@laravel/echo-react';
import { useState } from 'react';
import type { Order } from './order.ts';

configureEcho({
  broadcaster: 'reverb',
  key: 'app-key',
  wsHost: 'ws.example.com',
  wsPort: 443,
  forceTLS: true,
});

export function OrderStatus({ id }: { id: number }) {
  const [order, setOrder] = useState<Order>();
  useEcho<{ order: Order }>(`order.${id}`, 'OrderUpdated', (event) => setOrder(event.order), [id]);
  return <p>{order?.status}</p>;
}
