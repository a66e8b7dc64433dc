import { moveOrder } from '@/features/orders/orderCommands.server';
import { orderChangeSchema } from '@/features/orders/orders';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { readId, route } from '@/server/route';

/** `PATCH { status }`: moves an order on. */
export const PATCH = route(async (request: Request, { params }: RouteContext<'/api/orders/[id]'>) => {
  await countUse('change', (await requirePerson()).id);
  const orderId = readId((await params).id);
  return moveOrder(orderId, (await readBody(request, orderChangeSchema)).status);
});
