import { type ChannelContract, type RealtimeClient, RealtimeError } from '@channelkit/core';
import type { CompiledPattern } from '@channelkit/core/internal';
import { CK401 } from '@channelkit/core/internal';
import * as React from 'react';
import type { FrameBatch } from './frameBatch.ts';

/** What a provider hands to the hooks below it; the same object until client, user control or user channel change. */
export interface Realtime {
  readonly client: RealtimeClient;
  readonly contract: ChannelContract | undefined;
  /** Identity of the client made from a config; null for one that was passed in. */
  readonly identity: string | null;
  /** No key is configured: known on the server and in the browser alike. */
  readonly isDisabled: boolean;
  /** The user by the `userId` prop; undefined when the client's own user counts. */
  readonly controlledUserId: string | null | undefined;
  readonly setUserId: (id: string | number | null) => void;
  /** The template of the user's channel, compiled. */
  readonly userChannel: CompiledPattern | undefined;
  readonly frames: FrameBatch;
  readonly parent: Realtime | null;
}

// The server half of React has no contexts, and its module system may still run this file (promise 5). All of React is
// imported by namespace in the files behind the provider, since a missing name would fail the import.
export const RealtimeContext: React.Context<Realtime | null> = React.createContext?.<Realtime | null>(null);
if (RealtimeContext) RealtimeContext.displayName = 'PusherContext';

/**
 * The nearest provider with this contract, else the nearest one: with nested providers, hooks made for the outer
 * contract keep working inside the inner provider.
 * @throws RealtimeError CK401 outside of a provider
 */
export function useRealtime(contract: object | undefined): Realtime {
  const nearest = React.useContext(RealtimeContext);
  if (!nearest) throw new RealtimeError(CK401, 'a hook of @channelkit/react was called outside of one');
  let found: Realtime | null = contract ? nearest : null;
  while (found && found.contract !== contract) found = found.parent;
  return found ?? nearest;
}
