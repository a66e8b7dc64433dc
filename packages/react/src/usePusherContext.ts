import type { ConnectionSnapshot, ReadableStore, RealtimeClient, UntypedChannels } from '@channelkit/core';
import { useMemo } from 'react';
import { useRealtime } from './context.ts';
import { useUserId } from './useUserId.ts';

/** What `usePusherContext` gives. */
export interface PusherContextValue<TChannels = UntypedChannels> {
  readonly client: RealtimeClient<TChannels>;
  /** The current user; null while there is none, on the server and in the first client render unless the prop says it. */
  readonly userId: string | null;
  /**
   * Sets or clears the user: channels of the old one are left at once.
   * @throws RealtimeError CK402 while the provider has a `userId` prop
   */
  readonly setUserId: (id: string | number | null) => void;
  /** The connection as a store; `useConnection` renders from it. */
  readonly connection: ReadableStore<ConnectionSnapshot>;
}

/** The untyped implementation behind every form of `usePusherContext`. */
export function usePusherContextOf(contract: object | undefined): PusherContextValue {
  const realtime = useRealtime(contract);
  const userId = useUserId(realtime);
  const { client, setUserId } = realtime;
  return useMemo(
    () => ({ client, userId, setUserId, connection: client.connection }),
    [client, userId, setUserId],
  );
}

/**
 * The client and the user of the nearest provider; the same object until one of them changes.
 * @throws RealtimeError CK401 without a provider
 */
export function usePusherContext(): PusherContextValue {
  return usePusherContextOf(undefined);
}
