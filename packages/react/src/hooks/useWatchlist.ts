import { useDebugValue, useInsertionEffect } from 'react';
import { useKeyed } from '../lib/useKeyed.ts';
import { useSnapshot } from '../lib/useSnapshot.ts';
import { type WatchlistChange, WatchlistObserver } from '../observers/watchlistObserver.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * The ids of the watched users who are online, and a handler for changes. Opens the socket. The server sends who is online when
 * the user signs in, so keep one mounted near the root. The list is empty on the server, during hydration, and for another
 * user until their list arrives. Servers without watchlists send nothing.
 *
 * @example
 * const online = useWatchlist();
 * @throws RealtimeError CK401 without a provider
 */
export const useWatchlist: RegisteredHooks['useWatchlist'] = (handler) => useWatchlistOf(undefined, handler);

export function useWatchlistOf(
  contract: object | undefined,
  handler?: (change: WatchlistChange) => void,
): readonly string[] {
  const { client } = useRealtime(contract);
  const observer = useKeyed([client], () => new WatchlistObserver(client));
  useInsertionEffect(() => observer.take(handler));
  const online = useSnapshot(observer);
  useDebugValue(online);
  return online;
}
