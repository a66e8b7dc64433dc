import { defineChannels } from '@channelkit/core';
import { z } from 'zod';

/** Shared by the route handlers and the client page. */
export const channels = defineChannels({
  'private-invoice.{invoiceId}': {
    'payment.received': z.object({ invoiceId: z.string(), amount: z.number() }),
  },
});
