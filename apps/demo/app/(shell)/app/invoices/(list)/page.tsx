import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { InvoiceFigures } from '@/components/invoices/InvoiceFigures';
import { InvoiceTable } from '@/components/invoices/InvoiceTable';
import { NewInvoice } from '@/components/invoices/NewInvoice';
import { OwnInvoicesMark } from '@/components/invoices/OwnInvoicesMark';
import { PageHeader } from '@/components/ui/PageHeader';
import { invoiceListQuery } from '@/lib/invoiceQueries';
import { makeQueryClient } from '@/lib/queryClient';
import { listInvoices } from '@/lib/server/invoiceQueries';
import { pagePerson } from '@/lib/server/pagePerson';

export const metadata: Metadata = { title: 'Invoices' };

/** `/app/invoices`: everything a business has billed. */
export default async function InvoicesPage() {
  const person = await pagePerson('/app/invoices');
  const userId = String(person.id);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...invoiceListQuery(),
    queryFn: async () => ({ invoices: await listInvoices(person.id) }),
  });
  return (
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
        {person.business}. Figures and rows change by themselves when a customer pays.
      </PageHeader>
      <InvoiceFigures />
      <InvoiceTable userId={userId} />
    </HydrationBoundary>
  );
}
