'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import type { Invoice } from '@/lib/invoices';
import { useChannel, useLiveRefresh } from '@/lib/realtime';
import { pay } from './actions';

export function Invoices({ invoices }: { invoices: Invoice[] }) {
  const router = useRouter();
  const [isPaying, startPaying] = useTransition();
  const { isLive } = useChannel('private-invoices');
  // after events, after anything that may have been missed, and once when the channel is first live
  useLiveRefresh('private-invoices', () => router.refresh());

  return (
    <>
      <p className="status">{isLive ? 'live' : 'connecting …'}</p>
      <ul>
        {invoices.map(({ id, customer, amount, isPaid }) => (
          <li key={id}>
            <span>{customer}</span>
            <span>${amount}</span>
            {isPaid ? (
              <span className="paid">paid</span>
            ) : (
              <button type="button" disabled={isPaying} onClick={() => startPaying(() => pay(id))}>
                Pay
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
