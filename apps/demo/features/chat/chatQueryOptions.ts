import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { ChatMessage } from './chat.ts';
import { chatKeys } from './chatKeys.ts';

/** The history, as cached. */
export interface ChatHistory {
  readonly messages: readonly ChatMessage[];
}

/** Whether a message is missing from the history. */
export const lacksMessage = ({ messages }: ChatHistory, { id }: ChatMessage): boolean =>
  messages.every((known) => known.id !== id);

/** Adds a message to the history, in order: a redelivered message arrives after newer ones. */
export const addMessage = ({ messages }: ChatHistory, message: ChatMessage): ChatHistory => ({
  messages: [...messages, message].toSorted((one, other) => one.id - other.id),
});

/** The history of the chat. */
export const chatQuery = () =>
  queryOptions({
    queryKey: chatKeys.messages(),
    queryFn: ({ signal }) => callApi<ChatHistory>('/api/chat', { signal }),
  });
