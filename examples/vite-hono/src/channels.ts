import { defineChannels } from '@channelkit/core/contract';
import { z } from 'zod';

export const dishes = ['Noodles', 'Pizza', 'Salad', 'Tacos'] as const;

/** What the server sends and pages receive. */
export const channels = defineChannels({
  poll: { 'vote.counted': z.object({ dish: z.enum(dishes) }) },
});
