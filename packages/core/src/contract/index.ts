// The part that client and server share, and the entry `@channelkit/core/contract`: no client, no transport.

export {
  RealtimeError,
  type RealtimeErrorCode,
  type RealtimeErrorEntry,
  type RealtimeErrorOptions,
} from '../errors/realtimeError.ts';
export type { ChannelKind } from './channelName.ts';
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
