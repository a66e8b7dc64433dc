'use client';
import { useCallback, useSyncExternalStore } from 'react';

const keyOf = (userId: string): string => `chat-seen-${userId}`;

/** What {@link useSeenChat} returns, at this moment. */
export function readChatSeen(userId: string): number | null {
  try {
    const kept = localStorage.getItem(keyOf(userId));
    return kept === null ? null : Number(kept);
  } catch {
    return null;
  }
}

/** Notes the newest message (0 in an empty chat) that a person has had before their eyes in this browser; every window of it learns of that. */
export function markChatSeen(userId: string, messageId: number): void {
  if (messageId <= (readChatSeen(userId) ?? -1)) return;
  try {
    localStorage.setItem(keyOf(userId), String(messageId));
  } catch {
    return;
  }
  // The browser tells the other windows; this one is told here.
  window.dispatchEvent(new StorageEvent('storage', { key: keyOf(userId) }));
}

/** The newest message that a person has seen in this browser; null before the first, on the server and where nothing may be stored. */
export function useSeenChat(userId: string): number | null {
  const subscribe = useCallback((changed: () => void) => {
    window.addEventListener('storage', changed);
    return () => window.removeEventListener('storage', changed);
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => readChatSeen(userId),
    () => null,
  );
}
