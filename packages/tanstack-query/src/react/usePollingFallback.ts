'use client';

import { systemTimers } from '@channelkit/core/internal';
import { usePusherContext } from '@channelkit/react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ChannelInput, namesOf } from './channelInput.ts';
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
 * @example
 * const { refetchInterval } = usePollingFallback('private-orders');
 * const orders = useSuspenseQuery({ ...orderQueries.list(), refetchInterval });
 */
export function usePollingFallback(
  channel: ChannelInput | readonly ChannelInput[] | null | undefined,
  { interval = 10_000 }: UsePollingFallbackOptions = {},
): UsePollingFallbackResult {
  const { client } = usePusherContext();
  const [store] = useState(() => new LiveModeStore());
  const [spread] = useState(() => 0.9 + systemTimers.random() / 5);
  const names = namesOf(client, channel).join(' ');
  useEffect(() => store.hold(client, names === '' ? [] : names.split(' ')), [store, client, names]);
  const { isLive, mode } = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
  return { isLive, mode, refetchInterval: mode === 'polling' ? Math.round(interval * spread) : false };
}
