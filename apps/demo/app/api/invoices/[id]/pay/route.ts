import { requirePayableInvoice } from '@/features/invoices/invoiceAccess.server';
import { payInvoice } from '@/features/invoices/invoiceCommands.server';
import { describePayable, findInvoice } from '@/features/invoices/invoiceQueries.server';
import { paymentSchema } from '@/features/invoices/invoices';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `POST { method }`: pays the invoice in full, once, however often it is sent; at most 20 times a minute. */
export const POST = route(async (request: Request, { params }: RouteContext<'/api/invoices/[id]/pay'>) => {
  const invoice = await requirePayableInvoice((await params).id);
  const { method } = await readBody(request, paymentSchema);
  await countUse('pay', invoice.id);
  await payInvoice(invoice, method);
  return describePayable((await findInvoice(invoice.id)) ?? invoice);
});
