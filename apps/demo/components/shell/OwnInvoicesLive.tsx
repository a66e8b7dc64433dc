'use client';
import { useQueryBridge } from '@channelkit/tanstack-query/react';
import { useNotice } from '@/components/ui/Toasts';
import { usePusherEvent } from '@/lib/realtime';

/** Keeps the list and figures of whoever is signed in true on every page, and tells them of payments. */
export function OwnInvoicesLive({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  useQueryBridge('private-user.{userId}.invoices', { userId });
  usePusherEvent(
    'payment.received',
    ({ title, body, invoiceId }) =>
      notify({ title: title ?? 'Payment received', body, href: `/app/invoices/${invoiceId}` }),
    { channel: { pattern: 'private-user.{userId}.invoices', params: { userId } } },
  );
  return null;
}
