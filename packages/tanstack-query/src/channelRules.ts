import { type ChannelMessage, RealtimeError } from '@channelkit/core';
import type { ReportError } from '@channelkit/core/internal';
import { CK501 } from '@channelkit/core/internal';
import { isTarget, type QueryTarget } from './queryKeys.ts';
import { isPatch, type QueryPatch } from './queryPatch.ts';
import type { QueryRule, RuleSet } from './queryRules.ts';

/** A key to refresh after a gap. */
export interface CatchUpTarget {
  readonly target: QueryTarget;
  readonly trustsFirst: boolean;
}

const asList = (result: unknown): readonly unknown[] => {
  if (isPatch(result)) return [result];
  if (Array.isArray(result)) return result;
  throw new RealtimeError(CK501, 'a rule answered neither a list of query keys nor a patch');
};

const asTarget = (item: unknown): QueryTarget => {
  if (isTarget(item)) return item;
  throw new RealtimeError(
    CK501,
    `a rule answered ${JSON.stringify(item)} where a query key (an array) is expected`,
  );
};

/** The rules for one concrete channel. A rule that throws is reported and harms only itself. */
export class ChannelRules {
  /** The keys that the rules map to the channel without an event. */
  readonly catchUp: readonly CatchUpTarget[];
  readonly #rules: readonly QueryRule[];
  readonly #params: unknown;
  readonly #report: ReportError;

  constructor({ contract, rules }: RuleSet, channel: string, report: ReportError) {
    const match = contract.match(channel);
    this.#report = report;
    this.#params = match?.params;
    this.#rules = match ? rules.filter((rule) => rule.pattern === match.pattern) : [];
    this.catchUp = this.#rules.flatMap((rule) => this.#catchUpOf(rule));
  }

  /** What an event concerns. A rule that fails on its data falls back to its catch-up keys: no event is lost by a mistake. */
  resolve(message: ChannelMessage): readonly (QueryTarget | QueryPatch<unknown>)[] {
    const context = { event: message.event, data: message.data, params: this.#params, message };
    return this.#rules
      .filter(({ events }) => events === null || events.has(message.event))
      .flatMap((rule) => {
        if (!rule.readsData) return this.#catchUpOf(rule).map(({ target }) => target);
        try {
          return asList(rule.resolve(context as never)).map((item) =>
            isPatch(item) ? item : asTarget(item),
          );
        } catch (error) {
          this.#report(error);
          return this.#catchUpOf(rule).map(({ target }) => target);
        }
      });
  }

  #catchUpOf(rule: QueryRule): CatchUpTarget[] {
    try {
      return asList(rule.catchUp({ params: this.#params } as never)).map((item) => ({
        target: asTarget(item),
        trustsFirst: rule.trustsFirst,
      }));
    } catch (error) {
      this.#report(error);
      return [];
    }
  }
}
