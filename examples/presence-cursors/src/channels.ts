import { channel, defineChannels } from '@channelkit/core/contract';
import { z } from 'zod';

export const channels = defineChannels({
  'presence-board': channel({
    member: z.object({ name: z.string() }),
    events: {
      // from window to window, without the back end; in percent of the board
      'client-moved': z.object({ x: z.number(), y: z.number() }),
    },
  }),
});
