import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { InvoiceFigures } from '@/features/invoices/InvoiceFigures';
import { InvoiceTable } from '@/features/invoices/InvoiceTable';
import { listInvoices } from '@/features/invoices/invoiceQueries.server';
import { invoiceListQuery } from '@/features/invoices/invoiceQueryOptions';
import { NewInvoice } from '@/features/invoices/NewInvoice';
import { OwnInvoicesMark } from '@/features/invoices/OwnInvoicesMark';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';
import { PageHeader } from '@/ui/PageHeader';

export const metadata: Metadata = { title: 'Invoices' };

/** `/app/invoices`: everything a business has billed. */
export default async function InvoicesPage() {
  const person = await pagePerson('/app/invoices');
  const userId = String(person.id);
  const positions = await getEventLog().positions([`private-user.${userId}.invoices`]);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...invoiceListQuery(),
    queryFn: async () => ({ invoices: await listInvoices(person.id) }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <PageHeader
          title={
            <span className="flex flex-wrap items-center gap-3">
              Invoices
              <OwnInvoicesMark userId={userId} />
            </span>
          }
          actions={<NewInvoice />}
        >
          {person.business}. Figures and rows update by themselves when a customer pays.
        </PageHeader>
        <InvoiceFigures />
        <InvoiceTable userId={userId} />
      </HydrationBoundary>
    </HydratePositions>
  );
}
