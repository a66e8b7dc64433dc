import { patch } from '@channelkit/tanstack-query';
import type { WriteRules } from '../../realtime/writeRules.ts';
import { chatKeys } from './chatKeys.ts';
import { addMessage, lacksMessage } from './chatQueryOptions.ts';

/** An event carries the whole message, so the history is patched instead of fetched. */
export const chatRules: WriteRules = (on) => [
  on(
    'private-chat-channel',
    'new-message',
    () => patch(chatKeys.messages(), addMessage, { isNewer: lacksMessage }),
    { catchUp: () => [chatKeys.messages()] },
  ),
];
