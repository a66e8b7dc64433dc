'use client';

import { usePusherContext } from '@channelkit/react';
import {
  type DefaultError,
  hashKey,
  type QueryClient,
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ChannelInput, type ChannelWish, namesOf, wishKey } from './channelInput.ts';
import { useProvidedBridge } from './context.ts';
import type { LiveState } from './liveMode.ts';
import { usePollingFallback } from './usePollingFallback.ts';
import { withLiveState } from './withLiveState.ts';

/** Options of `useRealtimeQuery`: those of `useQuery`, with polling decided by the channels. */
export interface UseRealtimeQueryOptions<
  TQueryFnData = unknown,
  TError = DefaultError,
  TData = TQueryFnData,
  TQueryKey extends QueryKey = QueryKey,
  TChannel = ChannelInput,
> extends Omit<UseQueryOptions<TQueryFnData, TError, TData, TQueryKey>, 'refetchInterval'> {
  /** The channels whose events concern the data; null holds nothing. Where no rule knows the key, any event refreshes it. */
  readonly live: ChannelWish<TChannel>;
  /** Time between two polls while the channels are not live, in milliseconds. @default 10000 */
  readonly pollInterval?: number | undefined;
}

/** What `useRealtimeQuery` returns: `useQuery`'s result, its fields tracked as ever, with `isLive` and `mode`. */
export type UseRealtimeQueryResult<TData, TError> = UseQueryResult<TData, TError> & LiveState;

/**
 * `useQuery` for data that channels keep true: refreshed by their events and gaps, polled exactly while they are not live (10).
 * @throws RealtimeError CK502 without a QueryBridgeProvider
 * @example
 * const { data, isLive, mode } = useRealtimeQuery({ ...orderQueries.list(), live: 'private-orders' });
 */
export function useRealtimeQuery<
  TQueryFnData = unknown,
  TError = DefaultError,
  TData = TQueryFnData,
  TQueryKey extends QueryKey = QueryKey,
>(
  { live, pollInterval, ...options }: UseRealtimeQueryOptions<TQueryFnData, TError, TData, TQueryKey>,
  queryClient?: QueryClient,
): UseRealtimeQueryResult<TData, TError> {
  const { core, client } = useProvidedBridge('useRealtimeQuery');
  const { userId } = usePusherContext();
  const { isLive, mode, refetchInterval } = usePollingFallback(live, { interval: pollInterval });
  const { queryKey } = options;
  // Inline keys are new at every render; the effect below shall run when they mean something else.
  const [stableKey, setStableKey] = useState(queryKey);
  if (stableKey !== queryKey && hashKey(stableKey) !== hashKey(queryKey)) setStableKey(queryKey);
  const wish = wishKey(live, userId);
  // Before useQuery's own effect: a fetch on mount then begins after the link and counts.
  useEffect(() => {
    core.attach();
    const links = namesOf(client, wish).map((name) => core.link(name, stableKey));
    return () => {
      for (const unlink of links) unlink();
    };
  }, [core, client, wish, stableKey]);
  const result = useQuery({ ...options, refetchInterval }, queryClient);
  return withLiveState(result, { isLive, mode });
}
