import {
  type ChannelContract,
  type EventName,
  type EventOutput,
  type MatchedParams,
  type MessageOf,
  type PatternOf,
  RealtimeError,
} from '@channelkit/core';
import { CK501 } from '@channelkit/core/internal';
import type { QueryPatch } from './patch.ts';
import type { QueryTarget } from './queryTarget.ts';

/** What a rule gets without an event: the channel's parameters. */
export interface ChannelContext<TPattern extends string = string> {
  readonly params: MatchedParams<TPattern>;
}

/** What a rule gets of an event; a union over the events, discriminated by `event`. */
export type EventContext<
  TChannels,
  TPattern extends PatternOf<TChannels>,
  TEvent extends EventName<TChannels, TPattern>,
> = TEvent extends unknown
  ? {
      readonly event: TEvent;
      readonly data: EventOutput<TChannels, TPattern, TEvent>;
      readonly params: MatchedParams<TPattern>;
      readonly message: MessageOf<TChannels, TPattern, TEvent>;
    }
  : never;

/** What a rule returns: keys of the queries that the event concerns, and patches. */
export type RuleResult<TData> = readonly (QueryTarget | QueryPatch<TData>)[] | QueryPatch<TData>;

/** How a rule treats data that is older than the channel's first subscription. */
export interface FirstOptions {
  /**
   * `'refetch'`: data fetched before the channel was live may have missed an event and is fetched again.
   * `'trust'`: such data counts as current, for pages rendered a moment before. Only for the first subscription that the bridge sees;
   * later gaps are caught up either way, and when the bridge ends, trusted queries are marked stale.
   * @default 'refetch'
   */
  readonly onFirst?: 'refetch' | 'trust';
}

/** Options of a rule that does not read `data`. */
export interface ParamsRuleOptions extends FirstOptions {
  readonly catchUp?: undefined;
}

/** Options of a rule that reads `data`. */
export interface DataRuleOptions<TPattern extends string> extends FirstOptions {
  /** The keys to refetch after a gap, when there is no data to read. */
  readonly catchUp: (context: ChannelContext<TPattern>) => readonly QueryTarget[];
}

/** Which events a rule is for: one, several, or all of the channel. */
export type RuleEvents<TEvent extends string> = '*' | TEvent | readonly TEvent[];

/** Creates one rule. */
export interface RuleBuilder<TChannels> {
  /** From the channel's parameters alone; the same keys serve catch-up. */
  <TPattern extends PatternOf<TChannels>, TEvent extends EventName<TChannels, TPattern>>(
    pattern: TPattern,
    events: RuleEvents<TEvent>,
    resolve: (context: ChannelContext<TPattern>) => readonly QueryTarget[],
    options?: ParamsRuleOptions,
  ): QueryRule;
  /** From the event's data; `catchUp` gives the keys to refetch after a gap. */
  <TPattern extends PatternOf<TChannels>, TEvent extends EventName<TChannels, TPattern>>(
    pattern: TPattern,
    events: RuleEvents<TEvent>,
    resolve: (
      context: EventContext<TChannels, TPattern, TEvent>,
    ) => RuleResult<EventOutput<TChannels, TPattern, TEvent>>,
    options: DataRuleOptions<TPattern>,
  ): QueryRule;
}

type RuleArguments = [
  resolve: (context: never) => unknown,
  options?: FirstOptions & { readonly catchUp?: ((context: never) => unknown) | undefined },
];

/** One rule as the bridge reads it. */
export interface QueryRule {
  readonly pattern: string;
  /** Null: every event. */
  readonly events: ReadonlySet<string> | null;
  readonly resolve: (context: never) => unknown;
  readonly catchUp: (context: never) => unknown;
  readonly readsData: boolean;
  readonly trustsFirst: boolean;
}

/** The rules of an application. Created by `defineQueryRules`. */
export interface QueryRules<TChannels> {
  readonly contract: ChannelContract<TChannels>;
  readonly rules: readonly QueryRule[];
}

/** Rules of any contract, as the bridge reads them. */
export interface RuleSet {
  readonly contract: { match(name: string): { readonly pattern: string; readonly params: object } | null };
  readonly rules: readonly QueryRule[];
}

/**
 * Defines which queries an event concerns. Pure: safe on a server and at import. Patterns and events are checked by the contract.
 * A rule that reads `data` must give `catchUp`, because after a gap there is no data; without it the rule does not compile.
 * @throws RealtimeError CK501 for a pattern or event that the contract does not have
 * @example
 * defineQueryRules(channels, (on) => [
 *   on('private-invoice.{invoiceId}', '*', ({ params }) => [invoiceKeys.detail(params.invoiceId)]),
 *   on('private-orders', 'order.updated', ({ data }) => [orderKeys.detail(data.orderId)], { catchUp: () => [orderKeys.all] }),
 * ]);
 */
export function defineQueryRules<TChannels>(
  channels: ChannelContract<TChannels>,
  write: (on: RuleBuilder<TChannels>) => readonly QueryRule[],
): QueryRules<TChannels> {
  const definitions = channels.definitions as Readonly<Record<string, object>>;
  const on = (
    pattern: string,
    events: string | readonly string[],
    ...[resolve, { catchUp, onFirst } = {}]: RuleArguments
  ): QueryRule => {
    const definition = Object.hasOwn(definitions, pattern) ? definitions[pattern] : undefined;
    if (!definition) throw new RealtimeError(CK501, `the contract has no pattern "${pattern}"`);
    const known = (definition as { '~channel'?: true; events?: object })['~channel']
      ? (definition as { events: object }).events
      : definition;
    const names = events === '*' ? null : new Set(typeof events === 'string' ? [events] : events);
    for (const name of names ?? []) {
      if (!Object.hasOwn(known, name))
        throw new RealtimeError(CK501, `"${pattern}" has no event "${name}" in the contract`);
    }
    return {
      pattern,
      events: names,
      resolve,
      catchUp: catchUp ?? resolve,
      readsData: catchUp !== undefined,
      trustsFirst: onFirst === 'trust',
    };
  };
  return { contract: channels, rules: write(on as RuleBuilder<TChannels>) };
}
