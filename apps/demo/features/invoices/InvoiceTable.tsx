'use client';
import { ReceiptText } from 'lucide-react';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { LoadFailure } from '@/ui/LoadFailure';
import { useArrivals } from '@/ui/useArrivals';
import { InvoiceTableRow } from './InvoiceTableRow.tsx';
import { invoiceListQuery } from './invoiceQueryOptions.ts';

/** The signed-in person's invoices, kept up to date by events or polling. */
export function InvoiceTable({ userId }: { readonly userId: string }) {
  const { data, error, refetch } = useRealtimeQuery({
    ...invoiceListQuery(),
    live: { pattern: 'private-user.{userId}.invoices', params: { userId } },
    pollInterval: 4000,
  });
  const isNew = useArrivals(data?.invoices.map(({ id }) => id) ?? []);
  if (error && !data) return <LoadFailure error={error} onRetry={() => void refetch()} />;
  if (!data || data.invoices.length === 0)
    return (
      <Card>
        <EmptyState icon={<ReceiptText />} title="No invoices yet">
          The first invoice appears here, in every open window, as soon as it is created.
        </EmptyState>
      </Card>
    );
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-sm">
        <caption className="sr-only">Invoices, newest first</caption>
        <thead className="border-b text-left text-ink-faint text-xs">
          <tr>
            <th scope="col" className="px-4 py-2.5 font-normal sm:px-5">
              Invoice
            </th>
            <th scope="col" className="hidden px-3 py-2.5 font-normal md:table-cell">
              Issued
            </th>
            <th scope="col" className="hidden px-3 py-2.5 font-normal md:table-cell">
              Due
            </th>
            <th scope="col" className="hidden px-3 py-2.5 font-normal sm:table-cell">
              Status
            </th>
            <th scope="col" className="px-4 py-2.5 text-right font-normal sm:px-5">
              Amount
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {data.invoices.map((invoice) => (
            <InvoiceTableRow key={invoice.id} invoice={invoice} arrived={isNew(invoice.id)} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
