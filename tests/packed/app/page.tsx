'use client';
import { channels } from '../lib/channels';
import { useChannel, usePusherEvent } from '../lib/realtime';

const invoice = channels.name('private-invoice.{invoiceId}', { invoiceId: 7 });

export default function Page() {
  const { isLive } = useChannel(invoice);
  const { data } = usePusherEvent('payment.received', undefined, { channel: invoice });
  return (
    <main>
      <p>{isLive ? 'live' : 'not live'}</p>
      <p>{data ? `paid ${data.amount}` : 'unpaid'}</p>
    </main>
  );
}
