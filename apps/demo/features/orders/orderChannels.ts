import { z } from 'zod';
import { eventId } from '../../realtime/eventId.ts';

/** The payload of every order event: the id, and the status if the sender knows it. */
export const orderEvent = z.object({
  orderId: z.union([z.string().min(1), z.number()]).transform(String),
  status: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
  eventId,
});

/** The channel of the kitchen board. */
export const orderChannels = {
  'private-orders': { 'order.created': orderEvent, 'order.updated': orderEvent },
} as const;
