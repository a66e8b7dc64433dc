export * from '@channelkit/core';
export type { ChannelListItem } from './channelListObserver.ts';
export type { AnyChannel } from './channelTarget.ts';
export { createRealtimeHooks, type RealtimeHooksOptions } from './createRealtimeHooks.tsx';
export type {
  BoundProviderProps,
  ChannelTrigger,
  RealtimeHooks,
  UsePresence,
  UsePusherEvent,
  UserPattern,
} from './hookTypes.ts';
export { type ProviderOptions, PusherProvider, type PusherProviderProps } from './PusherProvider.tsx';
export { type HoldOptions, type UseChannelResult, useChannel } from './useChannel.ts';
export { useChannels } from './useChannels.ts';
export { useConnection } from './useConnection.ts';
export { useGap } from './useGap.ts';
export { type LiveRefreshOptions, useLiveRefresh } from './useLiveRefresh.ts';
export { usePresence } from './usePresence.ts';
export { type PusherContextValue, usePusherContext } from './usePusherContext.ts';
export {
  type NoReduceOptions,
  type ReduceOptions,
  type UsePusherEventOptions,
  type UsePusherEventResult,
  usePusherEvent,
} from './usePusherEvent.ts';
export { useUserChannel } from './useUserChannel.ts';
