import { z } from 'zod';
import { broadcastOrder } from '@/lib/server/broadcastOrder';
import { readBody } from '@/lib/server/problem';
import { route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

const broadcastSchema = z.strictObject({ orderId: z.int().positive('An id, 1 or more.').optional() });

/** `POST { orderId? }`: sends `order.updated` for an order, the latest without an id; for scripts with the station token. */
export const POST = route(async (request: Request) => {
  await requireStation();
  return broadcastOrder((await readBody(request, broadcastSchema)).orderId);
});
