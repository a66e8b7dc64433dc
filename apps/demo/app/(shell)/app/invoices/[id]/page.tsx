import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { findShownInvoice } from '@/features/invoices/findShownInvoice.server';
import { InvoiceView } from '@/features/invoices/InvoiceView';
import { describeInvoice, findOwnInvoice } from '@/features/invoices/invoiceQueries.server';
import { invoiceDetailQuery } from '@/features/invoices/invoiceQueryOptions';
import { payPath } from '@/features/invoices/pay/payLink.server';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export async function generateMetadata({ params }: PageProps<'/app/invoices/[id]'>): Promise<Metadata> {
  const invoice = await findShownInvoice((await params).id);
  return { title: invoice?.number ?? 'No such invoice' };
}

/** `/app/invoices/:id`: one invoice of whoever is signed in; anybody else's is not found. */
export default async function InvoicePage({ params }: PageProps<'/app/invoices/[id]'>) {
  const { id } = await params;
  const person = await pagePerson(`/app/invoices/${id}`);
  if (!(await findShownInvoice(id))) notFound();
  const positions = await getEventLog().positions([`private-invoice.${id}`]);
  // Read again: what was found before may be older than the positions.
  const invoice = await findOwnInvoice(Number(id), person.id);
  if (!invoice) notFound();
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...invoiceDetailQuery(id), queryFn: () => describeInvoice(invoice) });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <InvoiceView invoiceId={id} business={person.business} payPath={await payPath(invoice.id)} />
      </HydrationBoundary>
    </HydratePositions>
  );
}
