import { newOrderSchema } from '@/lib/orders';
import { createOrder } from '@/lib/server/orderCommands';
import { listOrders } from '@/lib/server/orderQueries';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: the orders on the kitchen board. */
export const GET = route(async () => {
  await requirePerson();
  return { orders: await listOrders() };
});

/** `POST`: a table orders; answers 201 with the order. */
export const POST = route(async (request: Request) => {
  await requirePerson();
  return Response.json(await createOrder(await readBody(request, newOrderSchema)), { status: 201 });
});
