import { channel } from '@channelkit/core';
import { z } from 'zod';
import { eventId } from '../../realtime/eventId.ts';
import { chatMemberSchema, chatMessageSchema } from './chat.ts';

/** The channels of the chat: messages, and who is online and typing. */
export const chatChannels = {
  'private-chat-channel': { 'new-message': chatMessageSchema.extend({ eventId }) },
  'presence-chat': channel({
    member: chatMemberSchema,
    events: { 'client-typing': z.object({ typing: z.boolean() }) },
  }),
} as const;
