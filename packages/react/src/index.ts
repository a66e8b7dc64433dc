export * from '@channelkit/core';
export { createRealtimeHooks, type RealtimeHooksOptions } from './contract/createRealtimeHooks.tsx';
export { useChannel } from './hooks/useChannel.ts';
export { useChannels } from './hooks/useChannels.ts';
export { useConnection } from './hooks/useConnection.ts';
export { useGap } from './hooks/useGap.ts';
export { useIsLeader } from './hooks/useIsLeader.ts';
export { useLiveRefresh } from './hooks/useLiveRefresh.ts';
export { usePresence } from './hooks/usePresence.ts';
export { usePusherContext } from './hooks/usePusherContext.ts';
export { usePusherEvent } from './hooks/usePusherEvent.ts';
export { useSignIn } from './hooks/useSignIn.ts';
export { useUserChannel } from './hooks/useUserChannel.ts';
export { useUserEvent } from './hooks/useUserEvent.ts';
export { useWatchlist } from './hooks/useWatchlist.ts';
export type { AnyChannel } from './observers/aim.ts';
export type { ChannelListItem } from './observers/statusObserver.ts';
export type { WatchlistChange } from './observers/watchlistObserver.ts';
export { HydratePositions, type HydratePositionsProps } from './provider/HydratePositions.tsx';
export {
  type ProviderOptions,
  PusherProvider,
  type PusherProviderProps,
} from './provider/PusherProvider.tsx';
export type * from './types/options.ts';
export type {
  BoundProviderProps,
  ChannelTrigger,
  RealtimeHooks,
  UsePresence,
  UsePusherEvent,
  UserPattern,
} from './types/realtimeHooks.ts';
export type { Register, RegisteredHooks } from './types/register.ts';
export type * from './types/results.ts';
export type { UntypedHooks, UntypedUsePresence } from './types/untypedHooks.ts';
