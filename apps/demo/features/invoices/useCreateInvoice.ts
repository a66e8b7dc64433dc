'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { invoiceKeys } from './invoiceKeys.ts';
import type { NewInvoice } from './invoices.ts';

/** Creates an invoice and refetches the lists. */
export function useCreateInvoice() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (invoice: NewInvoice) =>
      callApi<{ id: number; number: string }>('/api/invoices', { method: 'POST', body: invoice }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invoiceKeys.all }),
  });
}
