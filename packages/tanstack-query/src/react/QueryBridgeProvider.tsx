'use client';

import { usePusherContext } from '@channelkit/react';
import { useKeyed } from '@channelkit/react/internal';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { bridgeSettings, type QueryBridgeOptions } from '../bridgeSettings.ts';
import { QueryBridgeCore } from '../queryBridge.ts';
import type { RuleSet } from '../rules/defineQueryRules.ts';
import { QueryBridgeContext } from './context.ts';

/** Props of `QueryBridgeProvider`: the options of `createQueryBridge`. A change of any of them applies from the next event on. */
export interface QueryBridgeProviderProps extends QueryBridgeOptions<QueryClient> {
  /** Created by `defineQueryRules`. When the rules change, queries that are mapped newly are fetched once. */
  readonly rules: RuleSet;
  /** @default the QueryClient of the context */
  readonly queryClient?: QueryClient | undefined;
  readonly children?: ReactNode;
}

/**
 * Connects the client of the nearest `PusherProvider` to the QueryClient of the context while it is mounted. On unmount, queries that
 * are owed a fetch stay marked stale. Does nothing on a server.
 */
export function QueryBridgeProvider({
  rules,
  queryClient: given,
  children,
  ...options
}: QueryBridgeProviderProps): ReactElement {
  const { client } = usePusherContext();
  const queryClient = useQueryClient(given);
  const settings = bridgeSettings({ client, queryClient }, rules, options);
  const bridge = useKeyed([client, queryClient], () => ({
    client,
    queryClient,
    core: new QueryBridgeCore(client, queryClient, settings),
  }));
  const { core } = bridge;
  useEffect(() => {
    core.attach();
    return () => core.detach();
  }, [core]);
  useEffect(() => core.configure(settings));
  return <QueryBridgeContext.Provider value={bridge}>{children}</QueryBridgeContext.Provider>;
}
