import { createOrder } from '@/features/orders/orderCommands.server';
import { listOrders } from '@/features/orders/orderQueries.server';
import { newOrderSchema } from '@/features/orders/orders';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: the orders on the kitchen board. */
export const GET = route(async () => {
  await requirePerson();
  return { orders: await listOrders() };
});

/** `POST`: a table orders; answers 201 with the order. */
export const POST = route(async (request: Request) => {
  await countUse('change', (await requirePerson()).id);
  return Response.json(await createOrder(await readBody(request, newOrderSchema)), { status: 201 });
});
