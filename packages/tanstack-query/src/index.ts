export { socketIdHeader, withSocketId } from '@channelkit/core';
export type { BridgeFetch, QueryBridgeOptions } from './bridgeSettings.ts';
export {
  type CreateQueryBridgeOptions,
  createQueryBridge,
  type QueryBridge,
} from './createQueryBridge.ts';
export type { FetchCause } from './freshness/moment.ts';
export type {
  MutationCachePort,
  MutationPort,
  QueryCacheEventPort,
  QueryCachePort,
  QueryClientPort,
  QueryKey,
  QueryPort,
  QueryStatePort,
} from './queryClientPort.ts';
export type { VisibilityPort } from './refetching/visibility.ts';
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
} from './rules/defineQueryRules.ts';
export { type PatchOutcome, patch, type QueryPatch, type QueryPatchOptions } from './rules/patch.ts';
export type { QueryTarget } from './rules/queryTarget.ts';
