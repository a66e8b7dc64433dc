import { earlierOf, longAgo, type Moment } from '../freshness/moment.ts';
import type { UnderWay, Work } from '../freshness/underWay.ts';
import type { MutationCachePort, MutationPort, QueryKey, QueryPort } from '../queryClientPort.ts';
import { matchesPrefix } from '../rules/queryTarget.ts';

/** A mutation that is pending. */
class PendingMutation implements Work {
  readonly #mutation: MutationPort;
  readonly #begin: Moment;
  /** The queries that were written meanwhile, and how old their data was before: it may roll back to that. */
  readonly #overwrote = new Map<QueryPort, Moment>();

  constructor(mutation: MutationPort, begin: Moment) {
    this.#mutation = mutation;
    this.#begin = begin;
  }

  onWrite(query: QueryPort, dataBegin: Moment): void {
    if (!this.#overwrote.has(query)) this.#overwrote.set(query, dataBegin);
  }

  /** Whether it may still write the query: by its declaration, else by its key and by what was written meanwhile. */
  mayWrite(query: QueryPort): boolean {
    const { mutationKey } = this.#mutation.options;
    return (
      this.#declares(query) ??
      (this.#overwrote.has(query) || (!!mutationKey?.length && matchesPrefix(query.queryKey, mutationKey)))
    );
  }

  beginFor(query: QueryPort): Moment | null {
    // While it is paused it writes nothing.
    if (this.#mutation.state.isPaused || this.#declares(query) === false) return null;
    return earlierOf(this.#begin, this.#overwrote.get(query) ?? this.#begin);
  }

  #declares({ queryKey }: QueryPort): boolean | null {
    const affects = this.#mutation.options.meta?.affects;
    if (!Array.isArray(affects)) return null;
    return (affects as readonly QueryKey[]).some((prefix) => matchesPrefix(queryKey, prefix));
  }
}

/** The mutations of a QueryClient that are pending, and the queries that each may still write. */
export class PendingMutations {
  readonly #cache: MutationCachePort;
  readonly #underWay: UnderWay;
  readonly #pending = new Map<MutationPort, PendingMutation>();

  constructor(cache: MutationCachePort, underWay: UnderWay) {
    this.#cache = cache;
    this.#underWay = underWay;
  }

  /** Listens until the returned stop; calls `listener` after each change. */
  listen(now: () => Moment, listener: () => void): () => void {
    for (const mutation of this.#cache.getAll()) this.#update(mutation, () => longAgo);
    const stop = this.#cache.subscribe(({ type, mutation }) => {
      if (mutation && type === 'removed') this.#end(mutation);
      else if (mutation) this.#update(mutation, now);
      listener();
    });
    return () => {
      stop();
      this.#pending.clear();
    };
  }

  /** A query is written by hand over data that was read at `dataBegin`: its optimistic value, if a mutation is pending. */
  onWrite(query: QueryPort, dataBegin: Moment): void {
    for (const mutation of this.#pending.values()) mutation.onWrite(query, dataBegin);
  }

  mayWrite(query: QueryPort): boolean {
    for (const mutation of this.#pending.values()) if (mutation.mayWrite(query)) return true;
    return false;
  }

  #update(mutation: MutationPort, now: () => Moment): void {
    if (mutation.state.status !== 'pending') this.#end(mutation);
    else if (!this.#pending.has(mutation)) {
      const pending = new PendingMutation(mutation, now());
      this.#pending.set(mutation, pending);
      this.#underWay.add(pending);
    }
  }

  #end(mutation: MutationPort): void {
    const pending = this.#pending.get(mutation);
    if (!pending) return;
    this.#pending.delete(mutation);
    this.#underWay.end(pending);
  }
}
