import type { Moment } from './moment.ts';
import type { QueryCachePort, QueryKey, QueryPort } from './queryClientPort.ts';
import { targetsQuery } from './queryKeys.ts';

/** Queries by key in TanStack's filter form. */
export interface KeyFilter {
  readonly queryKey: QueryKey;
  readonly exact: boolean;
}

interface RecentHit {
  readonly filters: readonly KeyFilter[];
  readonly moment: Moment;
}

/** The events that reads begun at this time may not see yet: they concern queries that are made only now, too. */
export class RecentHits {
  #hits: RecentHit[] = [];

  /** Nothing is kept where a read sees a write at once. */
  add(filters: readonly KeyFilter[], moment: Moment, now: number): void {
    if (moment.time <= now) return;
    this.#hits = [...this.#hits.filter((hit) => hit.moment.time > now), { filters, moment }];
  }

  /** The newest that concerns the query. */
  latestFor(query: QueryPort, now: number, cache: QueryCachePort): Moment | null {
    if (this.#hits.length === 0) return null;
    this.#hits = this.#hits.filter(({ moment }) => moment.time > now);
    const found = this.#hits.findLast(({ filters }) =>
      filters.some((filter) => targetsQuery(filter, query, cache)),
    );
    return found?.moment ?? null;
  }
}
