import { z } from 'zod';
import { broadcastOrder } from '@/features/orders/broadcastOrder.server';
import { requireStation } from '@/features/print-jobs/stationToken.server';
import { rowId } from '@/http/rowId';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

const broadcastSchema = z.strictObject({ orderId: rowId.optional() });

/** `POST { orderId? }`: sends `order.updated` for an order, the latest without an id; for scripts with the station token. */
export const POST = route(async (request: Request) => {
  await requireStation();
  return broadcastOrder((await readBody(request, broadcastSchema)).orderId);
});
