export {
  assertChannelName,
  type ChannelKind,
  channelKind,
  isCacheChannel,
} from './channelName.ts';
export { createRealtimeClient, type LeaseOf } from './client.ts';
export {
  type ChannelContract,
  type ChannelMatch,
  type ContractOptions,
  channel,
  defineChannels,
  event,
} from './contract.ts';
export type {
  ChannelArgument,
  ChannelByPattern,
  ChannelDefinitions,
  ChannelMessage,
  ChannelName,
  ChannelSpec,
  EventDefinition,
  EventInput,
  EventMap,
  EventName,
  EventOutput,
  EventsOf,
  EventType,
  MatchedParams,
  MemberInfo,
  MessageOf,
  ParamsOf,
  PatternFor,
  PatternOf,
  UntypedChannels,
} from './contractTypes.ts';
export { type ClientEnvValues, clientConfigFromEnv } from './envConfig.ts';
export { errorCatalogue } from './errorCatalogue.ts';
export {
  RealtimeError,
  type RealtimeErrorCode,
  type RealtimeErrorEntry,
  type RealtimeErrorOptions,
} from './errors.ts';
export { assertEventName } from './eventName.ts';
export type * from './options.ts';
export type {
  PusherAuthData,
  PusherAuthHandler,
  PusherChannelPort,
  PusherClass,
  PusherClassOptions,
  PusherModule,
  PusherPort,
  PusherSource,
} from './pusherPort.ts';
export { getPusherUserId, getRealtimeClient, setPusherUserId } from './singleton.ts';
export type { ReadableStore } from './store.ts';
export type { Timers } from './timers.ts';
export type * from './types.ts';
export { socketIdHeader, withSocketId } from './withSocketId.ts';
