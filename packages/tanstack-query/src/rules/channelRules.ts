import { type ChannelMessage, RealtimeError } from '@channelkit/core';
import type { ReportError } from '@channelkit/core/internal';
import { CK501 } from '@channelkit/core/internal';
import type { QueryRule, RuleSet } from './defineQueryRules.ts';
import { isPatch, type QueryPatch } from './patch.ts';
import { isTarget, type KeyFilter, matchesPrefix, toFilter } from './queryTarget.ts';

/** A key to refetch after a gap. */
export interface CatchUpTarget {
  readonly filter: KeyFilter;
  readonly trustsFirst: boolean;
}

/** The queries that an event concerns, and the payloads that it carries for them. */
export interface RuleOutcome {
  readonly filters: readonly KeyFilter[];
  readonly patches: readonly QueryPatch<unknown>[];
}

interface PreparedRule {
  readonly rule: QueryRule;
  readonly catchUp: readonly KeyFilter[];
}

const asList = (result: unknown): readonly unknown[] => {
  if (isPatch(result)) return [result];
  if (Array.isArray(result)) return result;
  throw new RealtimeError(CK501, 'a rule returned neither a list of query keys nor a patch');
};

const asFilter = (item: unknown): KeyFilter => {
  if (isTarget(item)) return toFilter(item);
  throw new RealtimeError(
    CK501,
    `a rule returned ${JSON.stringify(item)} where a query key (an array) is expected`,
  );
};

/** The rules for one concrete channel. A rule that throws is reported and harms only itself. */
export class ChannelRules {
  /** The keys that the rules map to the channel without an event. */
  readonly catchUp: readonly CatchUpTarget[];
  readonly #rules: readonly PreparedRule[];
  readonly #params: unknown;
  readonly #report: ReportError;

  constructor({ contract, rules }: RuleSet, channel: string, report: ReportError) {
    const match = contract.match(channel);
    this.#report = report;
    this.#params = match?.params;
    this.#rules = rules
      .filter(({ pattern }) => pattern === match?.pattern)
      .map((rule) => ({ rule, catchUp: this.#catchUpOf(rule) }));
    this.catchUp = this.#rules.flatMap(({ rule: { trustsFirst }, catchUp }) =>
      catchUp.map((filter) => ({ filter, trustsFirst })),
    );
  }

  /** Applies the rules to an event. A rule that fails on the data falls back to its catch-up keys, so no event is lost. */
  resolve(message: ChannelMessage): RuleOutcome {
    const filters: KeyFilter[] = [];
    const patches: QueryPatch<unknown>[] = [];
    for (const { rule, catchUp } of this.#rules) {
      if (rule.events !== null && !rule.events.has(message.event)) continue;
      const items = rule.readsData ? this.#read(rule, message) : null;
      if (items === null) filters.push(...catchUp);
      for (const item of items ?? []) {
        if (isPatch(item)) patches.push(item);
        else filters.push(item);
      }
    }
    return { filters, patches };
  }

  /** Whether the rules refetch this key after a gap. */
  covers(queryKey: readonly unknown[]): boolean {
    return this.catchUp.some(
      ({ filter }) =>
        matchesPrefix(queryKey, filter.queryKey) &&
        (!filter.exact || matchesPrefix(filter.queryKey, queryKey)),
    );
  }

  #read(rule: QueryRule, message: ChannelMessage): readonly (KeyFilter | QueryPatch<unknown>)[] | null {
    const { event, data } = message;
    try {
      return asList(rule.resolve({ event, data, params: this.#params, message } as never)).map((item) =>
        isPatch(item) ? item : asFilter(item),
      );
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  #catchUpOf(rule: QueryRule): readonly KeyFilter[] {
    try {
      return asList(rule.catchUp({ params: this.#params } as never)).map(asFilter);
    } catch (error) {
      this.#report(error);
      return [];
    }
  }
}
