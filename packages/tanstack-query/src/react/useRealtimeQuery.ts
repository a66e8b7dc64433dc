'use client';

import { usePusherContext } from '@channelkit/react';
import {
  type DefaultError,
  type QueryClient,
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { type ChannelInput, type ChannelWish, namesOf, wishKey } from './channelInput.ts';
import { useProvidedBridge } from './context.ts';
import type { LiveMode, LiveState } from './liveMode.ts';
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
  /** The channels whose events concern the data; null subscribes to nothing. Any event refetches a key that no rule covers. */
  readonly live: ChannelWish<TChannel>;
  /** Time between two polls while the channels are not live, in milliseconds. @default 10000 */
  readonly pollInterval?: number | undefined;
  /**
   * How long the first fetch of a query without data waits for the channels to be live, in milliseconds. Data that is read before
   * that may lack an event and is fetched twice; waiting saves the second fetch and shows the first data later. Needs a `queryFn` of
   * the hook's own.
   * @default 0
   */
  readonly waitForLive?: number | undefined;
}

/**
 * How a page gets its data, by channels and query: a LiveMode, or `retrying` while the channels are live but the last fetch after an
 * event or gap failed. The data is then known to be stale, `error` is that fetch's, and the bridge tries again with backoff.
 */
export type RealtimeMode = LiveMode | 'retrying';

/** How a page gets its data. */
export interface RealtimeState extends Pick<LiveState, 'isLive'> {
  readonly mode: RealtimeMode;
}

/** What `useRealtimeQuery` returns: `useQuery`'s result, its fields tracked as ever, with `isLive` and `mode`. */
export type UseRealtimeQueryResult<TData, TError> = UseQueryResult<TData, TError> & RealtimeState;

/**
 * `useQuery` for data that channels keep true: refetched for their events and gaps, polled exactly while they are not live (10).
 * Also re-renders when `isLive` or `mode` changes.
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
  {
    live,
    pollInterval,
    waitForLive = 0,
    ...options
  }: UseRealtimeQueryOptions<TQueryFnData, TError, TData, TQueryKey>,
  queryClient?: QueryClient,
): UseRealtimeQueryResult<TData, TError> {
  const { core, client } = useProvidedBridge('useRealtimeQuery');
  const { userId } = usePusherContext();
  const { isLive, mode, refetchInterval } = usePollingFallback(live, { interval: pollInterval });
  const { queryKey } = options;
  // An inline key is new at every render; the effect below runs when its hash changes.
  const [known, setKnown] = useState(() => ({ queryKey, queryHash: core.hashOf(options) }));
  let query = known;
  if (known.queryKey !== queryKey) {
    const queryHash = core.hashOf(options);
    if (queryHash !== known.queryHash) {
      query = { queryKey, queryHash };
      setKnown(query);
    }
  }
  const wish = wishKey(live, userId);
  // Before useQuery's own effect: a fetch on mount then begins after the link and counts.
  useEffect(() => {
    core.attach();
    const links = namesOf(client, wish).map((name) => core.link(name, query));
    return () => {
      for (const unlink of links) unlink();
    };
  }, [core, client, wish, query]);
  const { queryHash } = query;
  const subscribe = useCallback(
    (listener: () => void) => core.retrying.subscribe(queryHash, listener),
    [core, queryHash],
  );
  const isRetrying = useSyncExternalStore(
    subscribe,
    () => core.retrying.has(queryHash),
    () => false,
  );
  const { queryFn } = options;
  const held: Pick<typeof options, 'queryFn'> = {};
  if (waitForLive > 0 && typeof queryFn === 'function') {
    held.queryFn = async (context) => {
      await core.holdFirstRead(queryHash, namesOf(client, wish), waitForLive);
      return queryFn(context);
    };
  }
  const result = useQuery({ ...options, ...held, refetchInterval }, queryClient);
  const state: RealtimeState = { isLive, mode: isRetrying && mode === 'live' ? 'retrying' : mode };
  return withLiveState(result, state);
}
