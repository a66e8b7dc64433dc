import { PusherProvider, usePusherEvent } from '@channelkit/react';
import type { ReactNode } from 'react';
import type { Order } from './order.ts';

export function Root({ children, csrfToken }: { children: ReactNode; csrfToken: string }) {
  return (
    <PusherProvider
      config={{ key: 'app-key', host: 'ws.example.com', port: 443, tls: true }}
      auth={{ endpoint: '/broadcasting/auth', headers: { 'X-CSRF-TOKEN': csrfToken } }}
    >
      {children}
    </PusherProvider>
  );
}

export function OrderStatus({ id }: { id: number }) {
  const { data } = usePusherEvent<{ order: Order }>('App\\Events\\OrderUpdated', null, {
    channel: `private-order.${id}`,
  });
  return <p>{data?.order.status}</p>;
}
