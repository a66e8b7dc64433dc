import { useSyncExternalStore } from 'react';
import { currentUserId, type Realtime } from './realtimeContext.ts';

/**
 * The user of a provider. Not passed down by context: a boundary that hydrates late must still see the user that the server
 * rendered (6).
 */
export function useUserId(realtime: Realtime): string | null {
  return useSyncExternalStore(
    realtime.client.user.subscribe,
    () => currentUserId(realtime),
    () => realtime.controlledUserId ?? null,
  );
}
