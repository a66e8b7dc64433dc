import { invoiceChangeSchema } from '@/lib/invoices';
import { requireOwnInvoice } from '@/lib/server/invoiceAccess';
import { changeInvoice } from '@/lib/server/invoiceCommands';
import { describeInvoice } from '@/lib/server/invoiceQueries';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';

type Context = RouteContext<'/api/invoices/[id]'>;

/** `GET`: everything the owner sees of the invoice. */
export const GET = route(async (_request: Request, { params }: Context) =>
  describeInvoice(await requireOwnInvoice((await params).id)),
);

/** `PATCH`: changes the due date or the note, or makes the invoice void. */
export const PATCH = route(async (request: Request, { params }: Context) => {
  const invoice = await requireOwnInvoice((await params).id);
  return describeInvoice(await changeInvoice(invoice, await readBody(request, invoiceChangeSchema)));
});
