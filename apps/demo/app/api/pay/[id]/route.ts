import { requirePayableInvoice } from '@/features/invoices/invoiceAccess.server';
import { describePayable } from '@/features/invoices/invoiceQueries.server';
import { route } from '@/server/route';

/** `GET`: the invoice as the holder of its pay link sees it. */
export const GET = route(async (_request: Request, { params }: RouteContext<'/api/pay/[id]'>) =>
  describePayable(await requirePayableInvoice((await params).id)),
);
