import type { ChannelMessage } from '@channelkit/core';
import type { LiveTarget } from './freshness/liveTargets.ts';
import type { Hit } from './freshness/moment.ts';
import type { QueryFreshness } from './freshness/queryFreshness.ts';
import type { ChannelRules } from './rules/channelRules.ts';
import type { KeyFilter } from './rules/queryTarget.ts';

/** A query that every event of a channel concerns, unless a rule covers its key. */
interface Link {
  readonly filter: KeyFilter;
  holders: number;
  target: LiveTarget | null;
}

/** How a channel went live. */
export interface Liveness {
  readonly since: Hit;
  /** It may have missed something before. */
  readonly hasGap: boolean;
  /** Data from before is good for the rules that trust it. */
  readonly isTrusted: boolean;
  /** Data that came with the page, and that the server read at this time or later, is complete. In milliseconds by the server's clock. */
  readonly positionsAt: number | null;
  /** How much later than usual the catch-up begins, in milliseconds. */
  readonly delay: number;
}

const idOf = ({ queryKey, exact }: KeyFilter): string => JSON.stringify([queryKey, exact]);

/** One channel as the bridge sees it: its rules, the queries linked to it, and since when it is live. */
export class BridgedChannel {
  readonly #freshness: QueryFreshness;
  #rules: ChannelRules;
  #isLive = false;
  /** Since when it is or was live. */
  #since: Hit | null = null;
  readonly #targets = new Map<string, LiveTarget | null>();
  readonly #links = new Map<string, Link>();
  /** The links that no rule covers. */
  readonly #open = new Set<Link>();

  constructor(rules: ChannelRules, freshness: QueryFreshness) {
    this.#rules = rules;
    this.#freshness = freshness;
  }

  get hasLinks(): boolean {
    return this.#links.size > 0;
  }

  /** The keys whose first data is trusted. */
  get trusted(): readonly KeyFilter[] {
    return this.#rules.catchUp.filter(({ trustsFirst }) => trustsFirst).map(({ filter }) => filter);
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  onEvent(message: ChannelMessage): void {
    const { filters, patches } = this.#rules.resolve(message);
    const linked = [...this.#open].map(({ filter }) => filter);
    this.#freshness.onEvent({ filters: [...filters, ...linked], patches }, message);
  }

  onLive(liveness: Liveness): void {
    this.onLost();
    this.#isLive = true;
    const { hasGap, isTrusted, positionsAt, delay } = liveness;
    // Live since the same time as before it was lost: it has missed nothing, so it is not a newer moment of that time either.
    const isSame = !hasGap && this.#since?.time === liveness.since.time;
    const since = (isSame && this.#since) || liveness.since;
    this.#since = since;
    if (positionsAt !== null) {
      const filters = [...this.#rules.catchUp, ...this.#open].map(({ filter }) => filter);
      for (const filter of filters) this.#freshness.trustServer(filter, since, positionsAt);
    }
    for (const { filter, trustsFirst } of this.#rules.catchUp) {
      const isSpared = isTrusted && trustsFirst;
      if (isSpared) this.#freshness.adoptMarks(filter, since);
      this.#targets.set(idOf(filter), isSpared ? null : this.#freshness.addLive(filter, since, delay));
    }
    for (const link of this.#open) link.target = this.#freshness.addLive(link.filter, since, delay);
  }

  onLost(): void {
    this.#isLive = false;
    for (const target of this.#targets.values()) if (target) this.#freshness.deleteLive(target);
    this.#targets.clear();
    for (const link of this.#links.values()) this.#dropTarget(link);
  }

  /** The channel is not live, and whoever marked its queries may be gone. */
  adoptMarks(hit: Hit): void {
    for (const { filter } of this.#rules.catchUp) this.#freshness.adoptMarks(filter, hit);
    for (const { filter } of this.#open) this.#freshness.adoptMarks(filter, hit);
  }

  /** Replaces the rules. Keys that were not mapped before count from `now`. */
  setRules(rules: ChannelRules, now: Hit): void {
    this.#rules = rules;
    const before = new Map(this.#targets);
    this.#targets.clear();
    for (const { filter } of this.#isLive ? rules.catchUp : []) {
      const id = idOf(filter);
      const known = before.get(id);
      this.#targets.set(id, known === undefined ? this.#freshness.addLive(filter, now, 0) : known);
      before.delete(id);
    }
    for (const target of before.values()) if (target) this.#freshness.deleteLive(target);
    for (const link of this.#links.values()) this.#sort(link, now);
  }

  /** Links a query; it counts from `now` if it is not linked yet. Returns the unlink, for `unlinkIdle` to complete. */
  link(filter: KeyFilter & { readonly queryHash: string }, now: () => Hit): () => void {
    const known = this.#links.get(filter.queryHash);
    const link = known ?? { filter, holders: 0, target: null };
    this.#links.set(filter.queryHash, link);
    link.holders += 1;
    if (!known) this.#sort(link, now());
    return () => {
      link.holders -= 1;
    };
  }

  /** Removes a link that nobody holds any more. */
  unlinkIdle(queryHash: string): void {
    const link = this.#links.get(queryHash);
    if (!link || link.holders > 0) return;
    this.#links.delete(queryHash);
    this.#open.delete(link);
    this.#dropTarget(link);
  }

  #sort(link: Link, now: Hit): void {
    if (this.#rules.covers(link.filter.queryKey)) {
      this.#open.delete(link);
      this.#dropTarget(link);
      return;
    }
    this.#open.add(link);
    if (this.#isLive) link.target ??= this.#freshness.addLive(link.filter, now, 0);
  }

  #dropTarget(link: Link): void {
    if (link.target) this.#freshness.deleteLive(link.target);
    link.target = null;
  }
}
