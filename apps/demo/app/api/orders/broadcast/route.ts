import { z } from 'zod';
import { rowId } from '@/lib/rowId';
import { broadcastOrder } from '@/lib/server/broadcastOrder';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

const broadcastSchema = z.strictObject({ orderId: rowId.optional() });

/** `POST { orderId? }`: sends `order.updated` for an order, the latest without an id; for scripts with the station token. */
export const POST = route(async (request: Request) => {
  await requireStation();
  return broadcastOrder((await readBody(request, broadcastSchema)).orderId);
});
