import type { WriteRules } from '../../realtime/writeRules.ts';
import { invoiceKeys } from './invoiceKeys.ts';

/** Which invoice queries an event makes stale. */
export const invoiceRules: WriteRules = (on) => [
  on('private-invoice.{invoiceId}', '*', ({ params }) => [
    invoiceKeys.detail(params.invoiceId),
    invoiceKeys.payable(params.invoiceId),
  ]),
  on('private-user.{userId}.invoices', '*', () => [invoiceKeys.lists(), invoiceKeys.summary()]),
];
