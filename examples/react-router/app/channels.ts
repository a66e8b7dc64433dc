import { defineChannels } from '@channelkit/core/contract';
import { z } from 'zod';

/** What the server sends and pages receive. */
export const channels = defineChannels({
  'private-kitchen': { 'ticket.moved': z.object({ id: z.number() }) },
});
