export { createAuthHandler } from './authHandler.ts';
export type {
  AuthHandlerOptions,
  AuthorizeContext,
  AuthorizeRule,
  AuthorizeTable,
  GuardedPattern,
  MemberInfoInput,
  MemberOf,
} from './authTypes.ts';
export type { ChannelAuthResult, PresenceMember, SignInUser, UserAuthResult } from './channelAuth.ts';
export type { ClientConfig, MaskedConfig, PusherServiceConfig } from './config.ts';
export { configFromEnv, type Environment } from './configFromEnv.ts';
export type { Awaitable, EndpointOptions, RequestHandler } from './endpoint.ts';
export type {
  BatchEvent,
  CallOptions,
  ChannelAttribute,
  ChannelAttributes,
  FailedDelivery,
  Oversize,
  SharedEventName,
  SharedPayload,
  TriggerOptions,
  TriggerResult,
} from './eventTypes.ts';
export type { AllowedOrigins } from './origin.ts';
export { PusherService } from './pusherService.ts';
export type {
  CallResult,
  ChannelInfoResult,
  ChannelsResult,
  ChannelUsersResult,
  PusherServiceOptions,
} from './serviceTypes.ts';
