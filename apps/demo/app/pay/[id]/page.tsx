import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { describePayable, findInvoice } from '@/features/invoices/invoiceQueries.server';
import { payableInvoiceQuery } from '@/features/invoices/invoiceQueryOptions';
import { PayFrame } from '@/features/invoices/pay/PayFrame';
import { PayView } from '@/features/invoices/pay/PayView';
import { getVisitor, maySeeInvoice } from '@/features/session/visitor.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';
import { readTheme, themeCookie } from '@/shell/theme';

// The title and the page of one request share the query.
const findPayable = cache(async (id: string) =>
  (await maySeeInvoice(await getVisitor(), id)) ? findInvoice(Number(id)) : null,
);

export async function generateMetadata({ params }: PageProps<'/pay/[id]'>): Promise<Metadata> {
  const invoice = await findPayable((await params).id);
  return { title: invoice ? `Pay ${invoice.number}` : 'Pay', robots: { index: false } };
}

/** `/pay/:id`: the one invoice a pay link is for, without an account; its owner may look as well. */
export default async function PayPage({ params }: PageProps<'/pay/[id]'>) {
  const { id } = await params;
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  if (!(await findPayable(id))) notFound();
  const positions = await getEventLog().positions([`private-invoice.${id}`]);
  // Read again: what was found before may be older than the positions.
  const invoice = await findInvoice(Number(id));
  if (!invoice) notFound();
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...payableInvoiceQuery(id), queryFn: () => describePayable(invoice) });
  return (
    <PayFrame theme={theme}>
      <HydratePositions positions={positions}>
        <HydrationBoundary state={dehydrate(queryClient)}>
          <PayView invoiceId={id} />
        </HydrationBoundary>
      </HydratePositions>
    </PayFrame>
  );
}
