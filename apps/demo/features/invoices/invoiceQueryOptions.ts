import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { invoiceKeys } from './invoiceKeys.ts';
import type { InvoiceDetail, InvoiceRow, InvoiceSummary, PayableInvoice } from './invoices.ts';

/** The signed-in person's invoices, newest first. */
export const invoiceListQuery = () =>
  queryOptions({
    queryKey: invoiceKeys.lists(),
    queryFn: ({ signal }) => callApi<{ invoices: InvoiceRow[] }>('/api/invoices', { signal }),
  });

/** The totals of those invoices. */
export const invoiceSummaryQuery = () =>
  queryOptions({
    queryKey: invoiceKeys.summary(),
    queryFn: ({ signal }) => callApi<InvoiceSummary>('/api/invoices/summary', { signal }),
  });

/** One invoice as its owner sees it. */
export const invoiceDetailQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: invoiceKeys.detail(invoiceId),
    queryFn: ({ signal }) => callApi<InvoiceDetail>(`/api/invoices/${invoiceId}`, { signal }),
  });

/** One invoice as the holder of its pay link sees it. */
export const payableInvoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: invoiceKeys.payable(invoiceId),
    queryFn: ({ signal }) => callApi<PayableInvoice>(`/api/pay/${invoiceId}`, { signal }),
  });
