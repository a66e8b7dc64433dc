import type { ChatMessage } from './chat.ts';

/**
 * Follows a history that grows: gives the messages of others that were not in it before, each once. It goes by all ids, not by
 * the newest: one that was sent again comes in before those that are known. What the first history holds is no news.
 */
export function createChatNews(userId: string): (messages: readonly ChatMessage[]) => readonly ChatMessage[] {
  let known: Set<number> | null = null;
  return (messages) => {
    const before = known;
    known = new Set([...(before ?? []), ...messages.map(({ id }) => id)]);
    return before ? messages.filter((message) => !before.has(message.id) && message.userId !== userId) : [];
  };
}

/** How many messages of others came after the last one that somebody has seen; none where that is not known. */
export const countUnread = (messages: readonly ChatMessage[], userId: string, seen: number | null): number =>
  seen === null ? 0 : messages.filter((message) => message.id > seen && message.userId !== userId).length;
