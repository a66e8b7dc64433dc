'use client';
import type { RealtimeMode } from '@channelkit/tanstack-query/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { useRealtimeQuery } from '../../realtime/queryBridge.ts';
import type { ChatMessage } from './chat.ts';
import { chatKeys } from './chatKeys.ts';
import { chatQuery } from './chatQueryOptions.ts';

/** What {@link useChat} returns. */
export interface UseChatResult {
  /** The history, oldest first. */
  readonly messages: readonly ChatMessage[];
  /**
   * Sends a message. The server takes the author from the session and ignores `userId` and `name`. Rejects with an ApiError,
   * whose message can be shown.
   */
  readonly sendMessage: (text: string, userId: string, name: string) => Promise<ChatMessage>;
  readonly isSending: boolean;
  /** Why the last message was not sent. */
  readonly error: Error | null;
  /** Why the history could not be loaded or refreshed. */
  readonly loadError: Error | null;
  /** Whether the history has loaded; it may be empty. */
  readonly isLoaded: boolean;
  /** Loads the history again. */
  readonly reload: () => void;
  readonly mode: RealtimeMode;
}

/** The chat: its history, kept up to date by events or polling, and a function to send messages. */
export function useChat(): UseChatResult {
  const queryClient = useQueryClient();
  const {
    data,
    mode,
    error: loadError,
    refetch,
  } = useRealtimeQuery({ ...chatQuery(), live: 'private-chat-channel', pollInterval: 3000 });
  const { mutateAsync, isPending, error } = useMutation({
    mutationFn: (message: string) => callApi<ChatMessage>('/api/chat', { method: 'POST', body: { message } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: chatKeys.messages() }),
  });
  return {
    messages: data?.messages ?? [],
    sendMessage: (text, _userId, _name) => mutateAsync(text),
    isSending: isPending,
    error,
    loadError,
    isLoaded: data !== undefined,
    reload: () => void refetch(),
    mode,
  };
}
