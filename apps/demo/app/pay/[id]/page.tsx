import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { describePayable, findInvoice } from '@/features/invoices/invoiceQueries.server';
import { payableInvoiceQuery } from '@/features/invoices/invoiceQueryOptions';
import { PayFrame } from '@/features/invoices/pay/PayFrame';
import { PayView } from '@/features/invoices/pay/PayView';
import { opensInvoice } from '@/features/invoices/pay/payLink.server';
import { getVisitor, maySeeInvoice } from '@/features/session/visitor.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { readTheme, themeCookie } from '@/shell/theme';

// Title and page of one request ask the database once.
const findPayable = cache(async (id: string, token: string | string[] | undefined) => {
  // The first visit has the token in the address alone: its cookie comes with this very answer.
  const opened = typeof token === 'string' && (await opensInvoice(token, id));
  return opened || (await maySeeInvoice(await getVisitor(), id)) ? findInvoice(Number(id)) : null;
});

export async function generateMetadata({ params, searchParams }: PageProps<'/pay/[id]'>): Promise<Metadata> {
  const invoice = await findPayable((await params).id, (await searchParams).token);
  return { title: invoice ? `Pay ${invoice.number}` : 'Pay', robots: { index: false } };
}

/** `/pay/:id`: the one invoice a pay link is for, without an account; its owner may look as well. */
export default async function PayPage({ params, searchParams }: PageProps<'/pay/[id]'>) {
  const { id } = await params;
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const invoice = await findPayable(id, (await searchParams).token);
  if (!invoice) notFound();
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...payableInvoiceQuery(id), queryFn: () => describePayable(invoice) });
  return (
    <PayFrame theme={theme}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <PayView invoiceId={id} />
      </HydrationBoundary>
    </PayFrame>
  );
}
