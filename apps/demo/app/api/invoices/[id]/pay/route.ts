import { paymentSchema } from '@/lib/invoices';
import { requirePayableInvoice } from '@/lib/server/invoiceAccess';
import { payInvoice } from '@/lib/server/invoiceCommands';
import { describePayable, findInvoice } from '@/lib/server/invoiceQueries';
import { readBody } from '@/lib/server/problem';
import { route } from '@/lib/server/route';

/** `POST { method }`: pays the invoice in full, once, however often it is sent. */
export const POST = route(async (request: Request, { params }: RouteContext<'/api/invoices/[id]/pay'>) => {
  const invoice = await requirePayableInvoice((await params).id);
  await payInvoice(invoice, (await readBody(request, paymentSchema)).method);
  return describePayable((await findInvoice(invoice.id)) ?? invoice);
});
