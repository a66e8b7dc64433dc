import type { QueryPort } from '../queryClientPort.ts';
import { type KeyFilter, matchesPrefix } from '../rules/queryTarget.ts';
import type { Hit } from './moment.ts';
import { isExactly } from './trackedQueries.ts';

interface RecentHit {
  readonly filters: readonly KeyFilter[];
  readonly hit: Hit;
}

/** The events that reads begun at this time may not see yet. They concern queries that appear only now, too. */
export class RecentHits {
  #hits: RecentHit[] = [];

  /** Keeps nothing where a read sees a write at once. */
  add(filters: readonly KeyFilter[], hit: Hit, now: number): void {
    if (hit.time <= now) return;
    this.#drop(now);
    this.#hits.push({ filters, hit });
  }

  /** The newest that concerns the query. */
  latestFor(query: QueryPort, now: number): Hit | null {
    this.#drop(now);
    const means = (filter: KeyFilter) =>
      filter.exact ? isExactly(filter, query) : matchesPrefix(query.queryKey, filter.queryKey);
    return this.#hits.findLast(({ filters }) => filters.some(means))?.hit ?? null;
  }

  #drop(now: number): void {
    const first = this.#hits.findIndex(({ hit }) => hit.time > now);
    if (first !== 0) this.#hits.splice(0, first === -1 ? this.#hits.length : first);
  }
}
