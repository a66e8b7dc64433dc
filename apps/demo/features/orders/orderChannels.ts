import { channel } from '@channelkit/core';
import { z } from 'zod';

/** The payload of every order event: the id, and the status if the sender knows it. */
export const orderEvent = z.object({
  orderId: z.union([z.string().min(1), z.number()]).transform(String),
  status: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
});

/** The channel of the kitchen board. */
export const orderChannels = {
  'private-orders': channel({
    durable: true,
    events: { 'order.created': orderEvent, 'order.updated': orderEvent },
  }),
} as const;
