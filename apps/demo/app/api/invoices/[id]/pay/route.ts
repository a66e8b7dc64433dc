import { paymentSchema } from '@/lib/invoices';
import { requirePayableInvoice } from '@/lib/server/invoiceAccess';
import { payInvoice } from '@/lib/server/invoiceCommands';
import { describePayable, findInvoice } from '@/lib/server/invoiceQueries';
import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';

/** `POST { method }`: pays the invoice in full, once, however often it is sent; at most 20 times a minute. */
export const POST = route(async (request: Request, { params }: RouteContext<'/api/invoices/[id]/pay'>) => {
  const invoice = await requirePayableInvoice((await params).id);
  const { method } = await readBody(request, paymentSchema);
  await countUse('pay', invoice.id);
  await payInvoice(invoice, method);
  return describePayable((await findInvoice(invoice.id)) ?? invoice);
});
