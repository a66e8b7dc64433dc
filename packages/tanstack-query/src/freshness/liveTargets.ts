import type { QueryPort } from '../queryClientPort.ts';
import { KeyIndex } from '../rules/keyIndex.ts';
import type { KeyFilter } from '../rules/queryTarget.ts';
import { type Hit, laterOf } from './moment.ts';
import { isExactly } from './trackedQueries.ts';

/** Queries of a live channel, and from when no event that concerns them can have been missed. */
export interface LiveTarget {
  readonly filter: KeyFilter;
  /** Null: data from before the first subscription is trusted. */
  readonly since: Hit | null;
}

/** What the rules map to the channels that are live. Queries that appear later are compared with it. */
export class LiveTargets {
  readonly #index = new KeyIndex<LiveTarget>();

  add(target: LiveTarget): void {
    this.#index.add(target.filter.queryKey, target);
  }

  delete(target: LiveTarget): void {
    this.#index.delete(target.filter.queryKey, target);
  }

  clear(): void {
    this.#index.clear();
  }

  /** From when the data of a query must be, by the channels that are live. */
  requiredSince(query: QueryPort): Hit | null {
    return this.#index
      .along(query.queryKey)
      .filter(({ filter }) => !filter.exact || isExactly(filter, query))
      .reduce<Hit | null>((latest, { since }) => laterOf(latest, since), null);
  }
}
