import { notFound } from 'next/navigation';
import { findShownInvoice } from '@/features/invoices/findShownInvoice.server';
import { pagePerson } from '@/features/session/pagePerson.server';

/**
 * Answers 404 for anybody else's invoice as for one that does not exist. It is asked here, above the loading state: once that
 * is on its way, the status is sent.
 */
export default async function InvoiceLayout({ children, params }: LayoutProps<'/app/invoices/[id]'>) {
  const { id } = await params;
  await pagePerson(`/app/invoices/${id}`);
  if (!(await findShownInvoice(id))) notFound();
  return children;
}
