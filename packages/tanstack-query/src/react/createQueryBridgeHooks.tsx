'use client';

import type { ChannelArgument, PatternOf } from '@channelkit/core';
import type { DefaultError, QueryClient, QueryKey } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { QueryRules, RuleSet } from '../rules/defineQueryRules.ts';
import type { ChannelWish } from './channelInput.ts';
import { QueryBridgeProvider, type QueryBridgeProviderProps } from './QueryBridgeProvider.tsx';
import {
  type UsePollingFallbackOptions,
  type UsePollingFallbackResult,
  usePollingFallback,
} from './usePollingFallback.ts';
import { type PatternParams, useQueryBridge } from './useQueryBridge.ts';
import {
  type UseRealtimeQueryOptions,
  type UseRealtimeQueryResult,
  useRealtimeQuery,
} from './useRealtimeQuery.ts';

/** Props of the provider of `createQueryBridgeHooks`: those of `QueryBridgeProvider` without the rules. */
export type BoundQueryBridgeProviderProps = Omit<QueryBridgeProviderProps, 'rules'>;

/** What `createQueryBridgeHooks` returns: the provider and every hook, typed by the contract of the rules. */
export interface QueryBridgeHooks<TChannels> {
  readonly QueryBridgeProvider: (props: BoundQueryBridgeProviderProps) => ReactElement;
  /** A concrete name, `{ pattern, params }`, null, or a pattern followed by the parameters that it needs. */
  readonly useQueryBridge: <const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument | null | undefined,
    ...params: TArgument extends PatternOf<TChannels> ? PatternParams<TArgument> : []
  ) => void;
  readonly useRealtimeQuery: <
    TQueryFnData = unknown,
    TError = DefaultError,
    TData = TQueryFnData,
    TQueryKey extends QueryKey = QueryKey,
  >(
    options: UseRealtimeQueryOptions<TQueryFnData, TError, TData, TQueryKey, ChannelArgument<TChannels>>,
    queryClient?: QueryClient,
  ) => UseRealtimeQueryResult<TData, TError>;
  readonly usePollingFallback: (
    channel: ChannelWish<ChannelArgument<TChannels>>,
    options?: UsePollingFallbackOptions,
  ) => UsePollingFallbackResult;
}

/**
 * Creates the provider and the hooks for one set of rules, typed by its contract: an unknown channel, pattern or parameter does not
 * compile. Call it once, in a module that begins with `'use client'`. At run time these are the hooks of the same names.
 * @example
 * export const { QueryBridgeProvider, useRealtimeQuery } = createQueryBridgeHooks(rules);
 */
export function createQueryBridgeHooks<TChannels>(rules: QueryRules<TChannels>): QueryBridgeHooks<TChannels> {
  function BoundQueryBridgeProvider(props: BoundQueryBridgeProviderProps): ReactElement {
    return <QueryBridgeProvider {...props} rules={rules as unknown as RuleSet} />;
  }
  BoundQueryBridgeProvider.displayName = 'QueryBridgeProvider';

  const hooks = {
    QueryBridgeProvider: BoundQueryBridgeProvider,
    useQueryBridge,
    useRealtimeQuery,
    usePollingFallback,
  };
  return hooks as unknown as QueryBridgeHooks<TChannels>;
}
