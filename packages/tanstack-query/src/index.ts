export { socketIdHeader, withSocketId } from '@channelkit/core';
export {
  type CreateQueryBridgeOptions,
  createQueryBridge,
  type QueryBridge,
  type QueryBridgeOptions,
} from './createQueryBridge.ts';
export type { FetchCause } from './moment.ts';
export type { BridgeFetch } from './queryBridge.ts';
export type {
  MutationCachePort,
  QueryCacheEventPort,
  QueryCachePort,
  QueryClientPort,
  QueryKey,
  QueryPort,
} from './queryClientPort.ts';
export type { QueryTarget } from './queryKeys.ts';
export { type PatchOutcome, patch, type QueryPatch, type QueryPatchOptions } from './queryPatch.ts';
export {
  type ChannelContext,
  type DataRuleOptions,
  defineQueryRules,
  type EventContext,
  type FirstOptions,
  type ParamsRuleOptions,
  type QueryRule,
  type QueryRules,
  type RuleBuilder,
  type RuleEvents,
  type RuleResult,
} from './queryRules.ts';
export type { VisibilityPort } from './visibility.ts';
