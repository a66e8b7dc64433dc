'use client';

import type { Timers } from '@channelkit/core';
import { rethrowLater } from '@channelkit/core/internal';
import { usePusherContext } from '@channelkit/react';
import { useKeyed, useSnapshot } from '@channelkit/react/internal';
import { useContext, useEffect, useState } from 'react';
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
  /** Pass it to any query hook; false while the channels are live. TanStack polls visible pages only. */
  readonly refetchInterval: number | false;
}

/** A random factor, drawn when it is first used: some frameworks allow no randomness while they render on a server. */
function createSpread(timers: Timers): () => number {
  let spread: number | null = null;
  return () => {
    spread ??= 0.9 + timers.random() / 5;
    return spread;
  };
}

/**
 * Subscribes to the channels and returns the interval at which to poll their data: exactly while they are known not to be live (10).
 * Re-renders when `isLive` or `mode` changes. Null subscribes to nothing and counts as not live.
 * For an invalid name (CK101, CK103, CK105, CK106) the page polls; the error goes to `onError` of the QueryBridgeProvider, or
 * without a provider is rethrown as uncaught.
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
  const wish = wishKey(channel, userId);
  // Another wish has another store, so that the state of the old channels does not show in this render.
  const store = useKeyed([client, wish], () => new LiveModeStore(client, wish));
  useEffect(() => store.hold(report), [store, report]);
  const { isLive, mode } = useSnapshot(store);
  const [spread] = useState(() => createSpread(client.timers));
  return { isLive, mode, refetchInterval: mode === 'polling' ? Math.round(interval * spread()) : false };
}
