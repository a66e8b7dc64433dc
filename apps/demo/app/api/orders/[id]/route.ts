import { orderChangeSchema } from '@/lib/orders';
import { moveOrder } from '@/lib/server/orderCommands';
import { readBody } from '@/lib/server/requestBody';
import { readId, route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `PATCH { status }`: moves an order on. */
export const PATCH = route(async (request: Request, { params }: RouteContext<'/api/orders/[id]'>) => {
  await requirePerson();
  const orderId = readId((await params).id);
  return moveOrder(orderId, (await readBody(request, orderChangeSchema)).status);
});
