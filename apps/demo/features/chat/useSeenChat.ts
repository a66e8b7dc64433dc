'use client';
import { useCallback, useSyncExternalStore } from 'react';

const keyOf = (userId: string): string => `chat-seen-${userId}`;

/** The current value of {@link useSeenChat}, outside of React. */
export function readChatSeen(userId: string): number | null {
  try {
    const kept = localStorage.getItem(keyOf(userId));
    return kept === null ? null : Number(kept);
  } catch {
    return null;
  }
}

/** Stores the newest message that a person has seen in this browser (0 for an empty chat); every window is notified. */
export function markChatSeen(userId: string, messageId: number): void {
  if (messageId <= (readChatSeen(userId) ?? -1)) return;
  try {
    localStorage.setItem(keyOf(userId), String(messageId));
  } catch {
    return;
  }
  // The browser notifies the other windows, but not this one.
  window.dispatchEvent(new StorageEvent('storage', { key: keyOf(userId) }));
}

/** The newest message that a person has seen in this browser. Null before the first, on the server, and without storage. */
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
