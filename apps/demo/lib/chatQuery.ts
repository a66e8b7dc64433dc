import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { ChatMessage } from './chat.ts';
import { chatKeys } from './queryKeys.ts';

/** The history as the cache holds it. */
export interface ChatHistory {
  readonly messages: readonly ChatMessage[];
}

/** The history of the chat. */
export const chatQuery = () =>
  queryOptions({
    queryKey: chatKeys.messages(),
    queryFn: ({ signal }) => callApi<ChatHistory>('/api/chat', { signal }),
  });
