import { channel } from '@channelkit/core';
import { z } from 'zod';
import { chatMemberSchema, chatMessageSchema } from './chat.ts';

/** The channels of the chat: messages, and who is online and typing. */
export const chatChannels = {
  'private-chat-channel': channel({ durable: true, events: { 'new-message': chatMessageSchema } }),
  'presence-chat': channel({
    member: chatMemberSchema,
    events: { 'client-typing': z.object({ typing: z.boolean() }) },
  }),
} as const;
