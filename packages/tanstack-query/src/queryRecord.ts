import { isAfter, laterOf, longAgo, type Moment } from './moment.ts';
import type { QueryCacheEventPort, QueryPort } from './queryClientPort.ts';

/** A fetch that runs. */
interface RunningFetch {
  /** When its read began; null while it waits for the network and has read nothing. */
  begin: Moment | null;
  /** It reads one more page of an infinite query and leaves the others as old as they were. */
  readonly partial: boolean;
}

type CacheAction = NonNullable<QueryCacheEventPort['action']>;

/** How a fetch ended. */
export type Settlement = 'success' | 'error' | 'cancel';

/** What a cache event meant for a query. */
export interface Change {
  /** Set when a fetch ended. */
  readonly settled: Settlement | null;
  /** Somebody wrote the data by hand. */
  readonly isWrite: boolean;
}

const isPartial = (meta: unknown): boolean =>
  typeof meta === 'object' && meta !== null && 'fetchMore' in meta && meta.fetchMore !== undefined;

/** Earlier versions of TanStack Query 5 announce a cancelled and reverted fetch as an error. */
const isRevert = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { revert?: unknown }).revert === true;

/** What the bridge knows of one query: from when its data is, which fetch runs, and what it has yet to see. */
export class QueryRecord {
  readonly query: QueryPort;
  /** When the read of the present data began. */
  dataBegin: Moment = longAgo;
  running: RunningFetch | null = null;
  /** The newest event or gap that no completed read has seen. While set, the query is marked stale. */
  hit: Moment | null = null;
  /** The last patch, until a read has seen it: an older one may overwrite it. */
  patched: { readonly moment: Moment; readonly data: unknown } | null = null;
  #data: unknown;
  #updatedAt: number;
  #isBorrowing = false;

  constructor(query: QueryPort) {
    this.query = query;
    this.#data = query.state.data;
    this.#updatedAt = query.state.dataUpdatedAt;
    if (query.state.fetchStatus !== 'idle') this.running = { begin: longAgo, partial: false };
  }

  /** Brings the record up to date after a time without cache events. */
  reconcile(): void {
    const { data, dataUpdatedAt, fetchStatus } = this.query.state;
    if (data !== this.#data || dataUpdatedAt !== this.#updatedAt) this.dataBegin = longAgo;
    this.#data = data;
    this.#updatedAt = dataUpdatedAt;
    if (fetchStatus === 'idle') this.running = null;
    else this.running ??= { begin: longAgo, partial: false };
  }

  /** Whether the present data is sure to contain what was written before `moment`. */
  dataSees(moment: Moment): boolean {
    return isAfter(this.dataBegin, moment);
  }

  /** Whether the running fetch, once it succeeds, is sure to bring what was written before `moment`. */
  runningSees(moment: Moment): boolean {
    const { running } = this;
    if (!running || running.partial) return false;
    return running.begin === null || isAfter(running.begin, moment);
  }

  expect(moment: Moment): void {
    this.hit = laterOf(this.hit, moment);
  }

  /** A fetch begins, or has begun, with a promise that was made elsewhere, earlier. */
  borrow(isBeginning: boolean): void {
    this.#isBorrowing = isBeginning;
    // One that runs may be the one that gets it.
    if (isBeginning && this.running) this.running.begin = longAgo;
  }

  /** Whether data was put there that is older, by its own date, than what was there: storage restored over it. */
  #isOlderWrite({ type, manual }: CacheAction): boolean {
    return type === 'success' && manual === true && this.query.state.dataUpdatedAt < this.#updatedAt;
  }

  /** Takes an action that the cache announced. */
  take(action: CacheAction, now: () => Moment): Change {
    const { state } = this.query;
    let settled: Settlement | null = null;
    if (action.type === 'fetch') {
      this.running = this.#begun(action.meta, now);
    } else if (action.type === 'continue') {
      if (this.running) this.running.begin ??= now();
    } else if (action.type === 'success' && action.manual !== true) {
      if (!this.running?.partial) this.dataBegin = this.running?.begin ?? longAgo;
      settled = 'success';
    } else if (this.#isOlderWrite(action)) {
      this.dataBegin = longAgo;
    } else if (action.type === 'error' && !isRevert(action.error)) {
      settled = 'error';
    } else if (action.type === 'error' || action.type === 'setState') {
      const restored = state.data !== this.#data || state.dataUpdatedAt !== this.#updatedAt;
      if (restored) this.dataBegin = longAgo;
      if (state.fetchStatus === 'idle') settled = this.running && 'cancel';
      else this.running ??= { begin: longAgo, partial: false };
    }
    if (settled) this.running = null;
    this.#data = state.data;
    this.#updatedAt = state.dataUpdatedAt;
    return { settled, isWrite: action.type === 'success' && action.manual === true };
  }

  #begun(meta: unknown, now: () => Moment): RunningFetch {
    const { state } = this.query;
    return {
      begin: this.#isBorrowing ? longAgo : state.fetchStatus === 'paused' ? null : now(),
      partial: isPartial(meta) && state.data !== undefined,
    };
  }
}
