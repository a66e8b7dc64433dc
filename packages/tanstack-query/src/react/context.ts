import { type RealtimeClient, RealtimeError } from '@channelkit/core';
import { CK502 } from '@channelkit/core/internal';
import { createContext, useContext } from 'react';
import type { QueryBridgeCore } from '../queryBridge.ts';

/** The bridge of a provider, and its client. */
export interface ProvidedBridge {
  readonly core: QueryBridgeCore;
  readonly client: RealtimeClient;
}

export const QueryBridgeContext: React.Context<ProvidedBridge | null> = createContext<ProvidedBridge | null>(
  null,
);
QueryBridgeContext.displayName = 'QueryBridgeContext';

/** The bridge of the nearest provider. */
export function useProvidedBridge(hook: string): ProvidedBridge {
  const bridge = useContext(QueryBridgeContext);
  if (!bridge) throw new RealtimeError(CK502, `${hook} was called outside of a QueryBridgeProvider`);
  return bridge;
}
