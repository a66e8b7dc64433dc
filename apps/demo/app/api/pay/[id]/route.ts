import { requirePayableInvoice } from '@/lib/server/invoiceAccess';
import { describePayable } from '@/lib/server/invoiceQueries';
import { route } from '@/lib/server/route';

/** `GET`: the invoice as the holder of its pay link sees it. */
export const GET = route(async (_request: Request, { params }: RouteContext<'/api/pay/[id]'>) =>
  describePayable(await requirePayableInvoice((await params).id)),
);
