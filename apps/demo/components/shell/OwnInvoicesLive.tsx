'use client';
import { notifyPaymentReceived, playNotificationSound } from '@channelkit/react/notifications';
import { useQueryBridge } from '@channelkit/tanstack-query/react';
import { useRouter } from 'next/navigation';
import { useNotice } from '@/components/ui/Toasts';
import { usePusherEvent } from '@/lib/realtime';

/** Keeps the list and figures of whoever is signed in true on every page, and tells them of payments. */
export function OwnInvoicesLive({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const router = useRouter();
  useQueryBridge('private-user.{userId}.invoices', { userId });
  usePusherEvent(
    'payment.received',
    (payment) => {
      const { title = 'Payment received', body, invoiceId } = payment;
      const href = `/app/invoices/${invoiceId}`;
      notify({ title, body, href });
      playNotificationSound('success');
      notifyPaymentReceived(payment, { onClick: () => router.push(href) });
    },
    { channel: { pattern: 'private-user.{userId}.invoices', params: { userId } } },
  );
  return null;
}
