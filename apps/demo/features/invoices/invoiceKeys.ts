/** Query keys of invoices. Ids are strings, as in channel names. */
export const invoiceKeys = {
  all: ['invoices'] as const,
  lists: () => ['invoices', 'list'] as const,
  summary: () => ['invoices', 'summary'] as const,
  detail: (invoiceId: string) => ['invoices', 'detail', invoiceId] as const,
  payable: (invoiceId: string) => ['invoices', 'payable', invoiceId] as const,
};
