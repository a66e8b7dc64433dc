export type {
  AuthHandlerOptions,
  AuthorizeContext,
  AuthorizeRule,
  AuthorizeTable,
  GuardedPattern,
  MemberInfoInput,
  MemberOf,
} from './authorization/authTypes.ts';
export { createAuthHandler } from './authorization/createAuthHandler.ts';
export { createUserAuthHandler, type UserAuthHandlerOptions } from './authorization/createUserAuthHandler.ts';
export type { ChannelAuthResult, PresenceMember } from './authorization/signChannel.ts';
export type { SignInUser, UserAuthResult } from './authorization/signUser.ts';
export type { Awaitable } from './awaitable.ts';
export { configFromEnv, type Environment } from './config/configFromEnv.ts';
export type { MaskedConfig } from './config/maskConfig.ts';
export type { PusherServiceConfig } from './config/pusherServiceConfig.ts';
export { Secret } from './config/secret.ts';
export type { ClientConfig } from './config/toClientConfig.ts';
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
} from './events/eventTypes.ts';
export type { AllowedOrigins } from './http/checkOrigin.ts';
export type { EndpointOptions, RequestHandler } from './http/createEndpoint.ts';
export { socketIdOf } from './http/socketId.ts';
export {
  type NodeHandler,
  type NodeRequestPort,
  type NodeResponsePort,
  toNodeHandler,
} from './http/toNodeHandler.ts';
export { createEventLog } from './log/createEventLog.ts';
export type {
  EventLog,
  EventLogOptions,
  FlushResult,
  LostReason,
  Positions,
  Replay,
  ReplayedEvent,
  ReplayLimits,
} from './log/eventLog.ts';
export type {
  ChannelHead,
  ClaimedEvent,
  EventLogPort,
  LoggedEvent,
  LogRange,
  NewEvent,
  SendOutcome,
} from './log/eventLogPort.ts';
export { PusherService } from './pusherService.ts';
export { createResumeHandler, type ResumeHandlerOptions } from './resume/createResumeHandler.ts';
export type {
  CallResult,
  ChannelInfoResult,
  ChannelsResult,
  ChannelUsersResult,
  PusherServiceOptions,
} from './serviceOptions.ts';
export {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookHandlers,
} from './webhooks/createWebhookHandler.ts';
export { memorySeen, type SeenEvents } from './webhooks/memorySeen.ts';
export type {
  WebhookCredentials,
  WebhookHeaders,
  WebhookOptions,
  WebhookResult,
} from './webhooks/verifyWebhook.ts';
export type {
  ClientEventWebhook,
  SubscriptionCountWebhook,
  WebhookEvent,
  WebhookEventName,
} from './webhooks/webhookEvents.ts';
