'use client';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { usePollingFallback } from '@/realtime/queryBridge';

/** How a person's list and totals get their data. */
export function OwnInvoicesMark({ userId }: { readonly userId: string }) {
  const { mode } = usePollingFallback({ pattern: 'private-user.{userId}.invoices', params: { userId } });
  return <LiveModeMark mode={mode} />;
}
