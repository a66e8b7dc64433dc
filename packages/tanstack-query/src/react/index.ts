export type { ChannelInput, ChannelWish } from './channelInput.ts';
export {
  type BoundQueryBridgeProviderProps,
  createQueryBridgeHooks,
  type QueryBridgeHooks,
} from './createQueryBridgeHooks.tsx';
export type { LiveMode, LiveState } from './liveMode.ts';
export { QueryBridgeProvider, type QueryBridgeProviderProps } from './QueryBridgeProvider.tsx';
export {
  type UsePollingFallbackOptions,
  type UsePollingFallbackResult,
  usePollingFallback,
} from './usePollingFallback.ts';
export { type PatternParams, useQueryBridge } from './useQueryBridge.ts';
export {
  type RealtimeMode,
  type RealtimeState,
  type UseRealtimeQueryOptions,
  type UseRealtimeQueryResult,
  useRealtimeQuery,
} from './useRealtimeQuery.ts';
