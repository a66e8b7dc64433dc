import { channel, defineChannels, event } from '@channelkit/core';
import { z } from 'zod';

export const channels = defineChannels({
  'presence-room.{roomId}': channel({
    member: z.object({ name: z.string() }), // what others see of a member
    events: {
      message: z.object({ id: z.number(), text: z.string() }),
      'client-typing': event<{ typing: boolean }>(), // a type alone, nothing is checked at run time
    },
  }),
});
