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
export {
  type NodeHandler,
  type NodeRequestPort,
  type NodeResponsePort,
  toNodeHandler,
} from './nodeHandler.ts';
export type { AllowedOrigins } from './origin.ts';
export { createOutbox, type FlushResult, type Outbox, type OutboxOptions } from './outbox.ts';
export type { ClaimedEvent, OutboxEvent, OutboxOutcome, OutboxPort } from './outboxPort.ts';
export { PusherService } from './pusherService.ts';
export { memorySeen, type SeenEvents } from './seenEvents.ts';
export type {
  CallResult,
  ChannelInfoResult,
  ChannelsResult,
  ChannelUsersResult,
  PusherServiceOptions,
} from './serviceTypes.ts';
export { socketIdOf } from './socketId.ts';
export { createUserAuthHandler, type UserAuthHandlerOptions } from './userAuthHandler.ts';
export type { WebhookCredentials, WebhookHeaders, WebhookOptions, WebhookResult } from './webhook.ts';
export type {
  ClientEventWebhook,
  SubscriptionCountWebhook,
  WebhookEvent,
  WebhookEventName,
} from './webhookEvents.ts';
export { createWebhookHandler, type WebhookHandlerOptions, type WebhookHandlers } from './webhookHandler.ts';
