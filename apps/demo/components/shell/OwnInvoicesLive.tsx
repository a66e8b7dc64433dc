'use client';
import { notifyPaymentReceived, playNotificationSound } from '@channelkit/react/notifications';
import { useRouter } from 'next/navigation';
import { useNotice } from '@/components/ui/Toasts';
import { invoiceSummaryQuery } from '@/lib/invoiceQueries';
import { useRealtimeQuery } from '@/lib/queryBridge';
import { usePusherEvent } from '@/lib/realtime';
import { useOncePerEvent } from '@/lib/useOncePerEvent';

/** Keeps the figures of whoever is signed in true on every page, by events or by polling, and tells them of payments. */
export function OwnInvoicesLive({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const router = useRouter();
  const once = useOncePerEvent();
  useRealtimeQuery({
    ...invoiceSummaryQuery(),
    live: { pattern: 'private-user.{userId}.invoices', params: { userId } },
    pollInterval: 4000,
  });
  usePusherEvent(
    'payment.received',
    once((payment) => {
      const { title = 'Payment received', body, invoiceId } = payment;
      const href = `/app/invoices/${invoiceId}`;
      notify({ title, body, href });
      playNotificationSound('success');
      notifyPaymentReceived(payment, { onClick: () => router.push(href) });
    }),
    { channel: { pattern: 'private-user.{userId}.invoices', params: { userId } } },
  );
  return null;
}
