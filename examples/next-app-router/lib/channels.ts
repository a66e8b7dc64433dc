import { defineChannels } from '@channelkit/core/contract';
import { z } from 'zod';

/** What the server sends and pages receive. */
export const channels = defineChannels({
  'private-invoices': { 'invoice.paid': z.object({ id: z.number() }) },
});
