import { notFound } from 'next/navigation';
import { findShownInvoice } from '@/features/invoices/findShownInvoice.server';
import { pagePerson } from '@/features/session/pagePerson.server';

/**
 * Responds with 404 for another person's invoice, as for one that does not exist. The check is here, above the loading state:
 * once that is streamed, the status is sent.
 */
export default async function InvoiceLayout({ children, params }: LayoutProps<'/app/invoices/[id]'>) {
  const { id } = await params;
  await pagePerson(`/app/invoices/${id}`);
  if (!(await findShownInvoice(id))) notFound();
  return children;
}
