import type { CatchUpTarget } from './channelRules.ts';
import { isAfter, laterOf, longAgo, type Moment } from './moment.ts';
import type { QueryCachePort, QueryPort } from './queryClientPort.ts';
import { type QueryTarget, targetsQuery, toFilter } from './queryKeys.ts';

/** A key and from when no event that concerns it can have been missed. */
export interface LiveTarget {
  readonly target: QueryTarget;
  /** Null: older data is trusted. */
  readonly since: Moment | null;
}

const idOf = (target: QueryTarget): string => JSON.stringify(toFilter(target));

/** The channels that are live and what their rules map to them. */
export class LiveChannels {
  readonly #channels = new Map<string, Map<string, LiveTarget>>();
  /** Channels with trusted data that have been live before: only their very first subscription is one. */
  readonly #known = new Set<string>();
  #newest = longAgo;

  get names(): readonly string[] {
    return [...this.#channels.keys()];
  }

  /** The channel is live; returns the targets whose older data may have missed something. */
  live(
    channel: string,
    targets: readonly CatchUpTarget[],
    { since, isFirst }: { readonly since: Moment; readonly isFirst: boolean },
  ): readonly LiveTarget[] {
    const trusted = isFirst && !this.#known.has(channel);
    if (targets.some(({ trustsFirst }) => trustsFirst)) this.#known.add(channel);
    const kept = new Map<string, LiveTarget>();
    for (const { target, trustsFirst } of targets) {
      const trust = trusted && trustsFirst;
      kept.set(idOf(target), { target, since: trust ? null : since });
    }
    this.#channels.set(channel, kept);
    this.#newest = laterOf(this.#newest, since);
    return [...kept.values()];
  }

  /** The rules changed: targets that were not mapped before count from `now`. Returns those. */
  remap(channel: string, targets: readonly CatchUpTarget[], now: Moment): readonly LiveTarget[] {
    const before = this.#channels.get(channel);
    if (!before) return [];
    const kept = new Map<string, LiveTarget>();
    const added: LiveTarget[] = [];
    for (const { target } of targets) {
      const id = idOf(target);
      const known = before.get(id);
      const entry = known ?? { target, since: now };
      if (!known) added.push(entry);
      kept.set(id, entry);
    }
    this.#channels.set(channel, kept);
    if (added.length > 0) this.#newest = laterOf(this.#newest, now);
    return added;
  }

  lost(channel: string): void {
    this.#channels.delete(channel);
  }

  clear(): void {
    this.#channels.clear();
  }

  /** From when the data of a query must be, by the channels that are live; null where data begun at `begin` is new enough. */
  requiredSince(query: QueryPort, begin: Moment, cache: QueryCachePort): Moment | null {
    if (isAfter(begin, this.#newest)) return null;
    let required: Moment | null = null;
    for (const targets of this.#channels.values()) {
      for (const { target, since } of targets.values()) {
        if (since === null || isAfter(begin, since) || !targetsQuery(target, query, cache)) continue;
        required = laterOf(required, since);
      }
    }
    return required;
  }
}
