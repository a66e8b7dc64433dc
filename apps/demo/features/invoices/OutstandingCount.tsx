'use client';
import { useQuery } from '@tanstack/react-query';
import { Pulse } from '@/ui/Pulse';
import { invoiceSummaryQuery } from './invoiceQueryOptions.ts';

/** How many invoices are unpaid. */
export function OutstandingCount() {
  const { data } = useQuery(invoiceSummaryQuery());
  if (!data || data.outstandingCount === 0) return null;
  return (
    <Pulse on={data.outstandingCount} className="figures text-ink-faint text-xs">
      {data.outstandingCount} unpaid
    </Pulse>
  );
}
