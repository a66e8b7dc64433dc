'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { useRouter } from 'next/navigation';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { usePusherEvent } from '@/realtime/realtime';
import { useNotice } from '@/ui/Toasts';
import { notifyPaymentReceived } from './invoiceNotifications.ts';
import { invoiceSummaryQuery } from './invoiceQueryOptions.ts';

/** On every page: keeps the signed-in person's totals up to date, by events or polling, and announces payments. */
export function OwnInvoicesLive({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const router = useRouter();
  useRealtimeQuery({
    ...invoiceSummaryQuery(),
    live: { pattern: 'private-user.{userId}.invoices', params: { userId } },
    pollInterval: 4000,
  });
  usePusherEvent(
    'payment.received',
    (payment, { id }) => {
      const { title = 'Payment received', body, invoiceId } = payment;
      const href = `/app/invoices/${invoiceId}`;
      notify({ title, body, href });
      playNotificationSound('success', { once: id });
      notifyPaymentReceived(payment, () => router.push(href));
    },
    { channel: { pattern: 'private-user.{userId}.invoices', params: { userId } } },
  );
  return null;
}
