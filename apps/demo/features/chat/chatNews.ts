import type { ChatMessage } from './chat.ts';

/**
 * Follows a growing history: each call returns the messages by others that no earlier call has seen. It compares all ids, not
 * only the newest, because a message that is redelivered appears before newer ones. Messages of the first call do not count.
 */
export function createChatNews(userId: string): (messages: readonly ChatMessage[]) => readonly ChatMessage[] {
  let known: Set<number> | null = null;
  return (messages) => {
    const before = known;
    known = new Set([...(before ?? []), ...messages.map(({ id }) => id)]);
    return before ? messages.filter((message) => !before.has(message.id) && message.userId !== userId) : [];
  };
}

/** How many messages by others came after the last one that the person has seen; 0 if that is not known. */
export const countUnread = (messages: readonly ChatMessage[], userId: string, seen: number | null): number =>
  seen === null ? 0 : messages.filter((message) => message.id > seen && message.userId !== userId).length;
