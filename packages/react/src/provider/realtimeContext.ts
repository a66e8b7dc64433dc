import type { ChannelContract, RealtimeClient } from '@channelkit/core';
import type { CompiledPattern } from '@channelkit/core/internal';
import * as React from 'react';
import type { FrameBatch } from '../lib/frameBatch.ts';

// React's server build has no contexts, and its module system may still run this file (5). Every file that PusherProvider
// needs imports React as a namespace, since a missing name would fail the import.
export const RealtimeContext: React.Context<Realtime | null> = React.createContext?.<Realtime | null>(null);
if (RealtimeContext) RealtimeContext.displayName = 'PusherContext';

/** What a provider passes to the hooks below it. The same object until the client, the user's control or the user channel changes. */
export interface Realtime {
  readonly client: RealtimeClient;
  readonly contract: ChannelContract | undefined;
  /** Identity of a client made from a config; null for a client that was passed in. */
  readonly identity: string | null;
  /** No key is configured. Known on the server and in the browser alike. */
  readonly isDisabled: boolean;
  /** The user by the `userId` prop; undefined if the client's own user applies. */
  readonly controlledUserId: string | null | undefined;
  readonly setUserId: (id: string | number | null) => void;
  /** The template of the user's channel, compiled. */
  readonly userChannel: CompiledPattern | undefined;
  readonly frames: FrameBatch;
  readonly parent: Realtime | null;
}

/** The current user. Read it in a store's snapshot: during hydration the server's user applies instead. */
export const currentUserId = ({ client, controlledUserId }: Realtime): string | null =>
  controlledUserId === undefined ? client.user.getSnapshot().id : controlledUserId;
