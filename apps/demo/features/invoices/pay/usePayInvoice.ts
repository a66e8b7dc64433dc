'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../http/callApi.ts';
import { invoiceKeys } from '../invoiceKeys.ts';
import type { PayableInvoice, PaymentMethod } from '../invoices.ts';

/** Pays an invoice; safe to repeat. This window refetches its queries, every other one does so on the event. */
export function usePayInvoice(invoiceId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (method: PaymentMethod) =>
      callApi<PayableInvoice>(`/api/invoices/${invoiceId}/pay`, { method: 'POST', body: { method } }),
    onSuccess: (paid) => {
      queryClient.setQueryData(invoiceKeys.payable(invoiceId), paid);
      return queryClient.invalidateQueries({ queryKey: invoiceKeys.all });
    },
  });
}
