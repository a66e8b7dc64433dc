import { requireOwnInvoice } from '@/features/invoices/invoiceAccess.server';
import { changeInvoice } from '@/features/invoices/invoiceCommands.server';
import { describeInvoice } from '@/features/invoices/invoiceQueries.server';
import { invoiceChangeSchema } from '@/features/invoices/invoices';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

type Context = RouteContext<'/api/invoices/[id]'>;

/** `GET`: everything the owner sees of the invoice. */
export const GET = route(async (_request: Request, { params }: Context) =>
  describeInvoice(await requireOwnInvoice((await params).id)),
);

/** `PATCH`: changes the due date or the note, or makes the invoice void. */
export const PATCH = route(async (request: Request, { params }: Context) => {
  const invoice = await requireOwnInvoice((await params).id);
  await countUse('change', invoice.userId);
  return describeInvoice(await changeInvoice(invoice, await readBody(request, invoiceChangeSchema)));
});
