'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { invoiceKeys } from './invoiceKeys.ts';
import type { InvoiceChange, InvoiceDetail } from './invoices.ts';

/** Changes an invoice and writes the response into the cache. */
export function useChangeInvoice(invoiceId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: InvoiceChange) =>
      callApi<InvoiceDetail>(`/api/invoices/${invoiceId}`, { method: 'PATCH', body: change }),
    onSuccess: (changed) => {
      queryClient.setQueryData(invoiceKeys.detail(invoiceId), changed);
      return Promise.all([
        queryClient.invalidateQueries({ queryKey: invoiceKeys.lists() }),
        queryClient.invalidateQueries({ queryKey: invoiceKeys.summary() }),
      ]);
    },
  });
}
