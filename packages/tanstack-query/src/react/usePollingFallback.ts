'use client';

import { rethrowLater } from '@channelkit/core/internal';
import { usePusherContext } from '@channelkit/react';
import { useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { type ChannelWish, wishKey } from './channelInput.ts';
import { QueryBridgeContext } from './context.ts';
import { LiveModeStore, type LiveState } from './liveMode.ts';

/** Options of `usePollingFallback`. */
export interface UsePollingFallbackOptions {
  /** Time between two polls, in milliseconds; each mount adds or takes away up to a tenth of it, drawn once. @default 10000 */
  readonly interval?: number | undefined;
}

/** What `usePollingFallback` returns. */
export interface UsePollingFallbackResult extends LiveState {
  /** To be passed to any query hook: false while events come by themselves. TanStack polls visible pages only. */
  readonly refetchInterval: number | false;
}

/**
 * Holds the channels and says whether their data has to be polled: exactly while they are known not to be live (10).
 * Re-renders when `isLive` or `mode` changes. Null holds nothing and counts as not live.
 * A name that Pusher or the contract refuses (CK101, CK103, CK105, CK106) means polling; the error goes to `onError` of the
 * QueryBridgeProvider, without one it is rethrown as uncaught.
 * @example
 * const { refetchInterval } = usePollingFallback('private-orders');
 * const orders = useSuspenseQuery({ ...orderQueries.list(), refetchInterval });
 */
export function usePollingFallback(
  channel: ChannelWish,
  { interval = 10_000 }: UsePollingFallbackOptions = {},
): UsePollingFallbackResult {
  const { client, userId } = usePusherContext();
  const report = useContext(QueryBridgeContext)?.core.report ?? rethrowLater;
  const [store] = useState(() => new LiveModeStore());
  const [spread] = useState(() => 0.9 + client.timers.random() / 5);
  const wish = wishKey(channel, userId);
  useEffect(() => store.hold(client, wish, report), [store, client, wish, report]);
  const { isLive, mode } = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
  return { isLive, mode, refetchInterval: mode === 'polling' ? Math.round(interval * spread) : false };
}
