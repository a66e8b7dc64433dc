import type { QueryCacheEventPort, QueryPort } from '../queryClientPort.ts';
import { RefetchPlan } from '../refetching/refetchPlan.ts';
import type { QueryPatch } from '../rules/patch.ts';
import { stampedBegin } from './fetchStamp.ts';
import { earlierOf, type Hit, isAfter, laterOf, longAgo, type Moment } from './moment.ts';
import type { Work } from './underWay.ts';
import type { FetchCall } from './watchFetches.ts';

/** A fetch that runs. */
export class RunningFetch implements Work {
  /** When its read began; null while it waits for the network and has read nothing. */
  begin: Moment | null;
  /** Its read was held back until its channels were live. */
  wasHeld = false;
  /** It reads one more page of an infinite query and leaves the other pages as old as they were. */
  readonly isPartial: boolean;
  /** The call whose end is its end; null where that cannot be known. */
  call: FetchCall | null;

  constructor(begin: Moment | null, isPartial: boolean, call: FetchCall | null) {
    this.begin = begin;
    this.isPartial = isPartial;
    this.call = call;
  }

  beginFor(): Moment | null {
    return this.begin;
  }
}

/** A patch that waits for a mutation to end. */
export interface WaitingPatch {
  readonly patch: QueryPatch<unknown>;
  readonly data: unknown;
  readonly hit: Hit;
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
  /** A fetch was owed before. */
  readonly wasOwed: boolean;
}

const isPartial = (meta: unknown): boolean =>
  typeof meta === 'object' && meta !== null && 'fetchMore' in meta && meta.fetchMore !== undefined;

/** TanStack's CancelledError, whichever copy of the class: the end of a cancelled fetch is announced as an error. */
const isCancel = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'revert' in error && 'silent' in error;

/**
 * The bridge's record of one query: when its data was read, which fetch runs, and the newest event or gap that concerns it.
 * createQueryBridge.ts draws its states.
 */
export class TrackedQuery {
  readonly query: QueryPort;
  readonly plan: RefetchPlan = new RefetchPlan();
  running: RunningFetch | null = null;
  /** The newest event or gap that concerns the query. */
  required: Hit | null = null;
  /** Whether the channels that were live when the data first appeared have been asked. */
  hasBaseline = false;
  /** The last patch, until a read has seen it: an older one may overwrite it. */
  patched: { readonly hit: Hit; readonly data: unknown } | null = null;
  waiting: WaitingPatch[] = [];
  /** Ends the watch of the query's fetches. */
  unwatch: (() => void) | null = null;
  #dataBegin: Moment = longAgo;
  #data: unknown;
  #updatedAt: number;
  #fetchMeta: unknown;
  #call: FetchCall | null = null;
  /** A fetch that runs although a state from elsewhere, another tab for one, says that none does: its answer will be written. */
  #forgotten: RunningFetch | null = null;

  constructor(query: QueryPort, now: number) {
    this.query = query;
    this.#data = query.state.data;
    this.#updatedAt = query.state.dataUpdatedAt;
    this.#fetchMeta = query.state.fetchMeta;
    if (this.#data !== undefined) this.#dataBegin = stampedBegin(query.state, now);
  }

  /** When the read of the present data began. */
  get dataBegin(): Moment {
    return this.#dataBegin;
  }

  /** A fetch is owed: no read has seen the newest event or gap. While true, the query is marked stale. */
  get owes(): boolean {
    return this.required !== null && !this.sees(this.required);
  }

  /** Whether the present data is certain to contain what was written before `moment`. */
  sees(moment: Moment): boolean {
    return isAfter(this.#dataBegin, moment);
  }

  require(hit: Hit | null): void {
    this.required = laterOf(this.required, hit);
  }

  /** Marks the query stale; cheap where it is already. */
  mark(): void {
    if (!this.query.state.isInvalidated) this.query.invalidate();
  }

  /** Compares with the query after a time without cache events. `call` stands for a fetch that runs already, if its end is known. */
  reconcile(now: number, call: FetchCall | null): void {
    const { data, dataUpdatedAt, fetchStatus } = this.query.state;
    if (data !== this.#data || dataUpdatedAt !== this.#updatedAt)
      this.#dataBegin = stampedBegin(this.query.state, now);
    this.#data = data;
    this.#updatedAt = dataUpdatedAt;
    this.#fetchMeta = this.query.state.fetchMeta;
    // A query whose fetch was canceled silently says `fetching` and has no promise.
    const isRunning = fetchStatus !== 'idle' && !('promise' in this.query && !this.query.promise);
    if (!isRunning) this.running = null;
    else if (this.running) this.running.call = call;
    else this.running = new RunningFetch(longAgo, false, call);
  }

  /** The data was replaced by hand with data that may have been read at `begin`. */
  age(begin: Moment): void {
    this.#dataBegin = earlierOf(this.#dataBegin, begin);
  }

  /** Data whose read nobody here has watched, and that the server read at `readAt` or later, contains what happened up to `moment`. */
  trustServer({ time, seq }: Moment, readAt: number): void {
    const { data, dataUpdatedAt, isInvalidated } = this.query.state;
    if (this.#dataBegin !== longAgo || data === undefined || isInvalidated || dataUpdatedAt < readAt) return;
    // Between this moment and the next.
    this.#dataBegin = { time, seq: seq + 0.5 };
  }

  /** A call of `fetch` begins or, with null, has returned. */
  calls(call: FetchCall | null): void {
    this.#call = call;
    // The fetch that runs already may be the one that is given the promise.
    if (call?.isBorrowed && this.running) this.running.begin = longAgo;
  }

  /** Ends the fetch of a call, if the cache has not announced its end; returns whether it did. */
  end(call: FetchCall): boolean {
    if (this.#forgotten?.call === call) this.#forgotten = null;
    if (this.running?.call !== call) return false;
    this.running = null;
    return true;
  }

  /** Forgets patches that a read has made superfluous. */
  dropSeenPatches(): void {
    if (this.waiting.length > 0) this.waiting = this.waiting.filter(({ hit }) => !this.sees(hit));
  }

  /** Takes an action that the cache announced. */
  take(action: CacheAction, now: () => Moment): Change {
    const { state } = this.query;
    let settled: Settlement | null = null;
    const wasOwed = this.owes;
    const isWrite = action.type === 'success' && action.manual === true;
    if (action.type === 'fetch') {
      this.running = this.#begun(action.meta, now);
    } else if (action.type === 'continue') {
      if (this.running) this.running.begin ??= now();
    } else if (isWrite) {
      // By its own date it is older than what was there: storage was restored over it.
      if (state.dataUpdatedAt < this.#updatedAt) this.#dataBegin = longAgo;
    } else if (action.type === 'success') {
      if (!this.running?.isPartial) {
        const begin = this.running?.begin ?? longAgo;
        this.#dataBegin = this.#forgotten ? earlierOf(begin, this.#forgotten.begin ?? longAgo) : begin;
      }
      settled = 'success';
    } else if (action.type === 'error' || action.type === 'setState') {
      if (state.data !== this.#data || state.dataUpdatedAt !== this.#updatedAt)
        this.#dataBegin = this.#beginOf(action, now().time);
      if (action.type === 'error' && !isCancel(action.error)) settled = 'error';
      else if (state.fetchStatus === 'idle') settled = this.#lost();
    }
    // Of two fetches it is not known which has settled; the end of its call will tell.
    if (settled && !this.#forgotten) this.running = null;
    this.#data = state.data;
    this.#updatedAt = state.dataUpdatedAt;
    this.#fetchMeta = state.fetchMeta;
    return { settled, isWrite, wasOwed };
  }

  #begun(meta: unknown, now: () => Moment): RunningFetch {
    const { state } = this.query;
    const begin = state.fetchStatus === 'paused' ? null : now();
    const hasOtherPages = isPartial(meta) && state.data !== undefined;
    return new RunningFetch(this.#call?.isBorrowed ? longAgo : begin, hasOtherPages, this.#call);
  }

  /** The state says that no fetch runs. The end of a fetch whose call is known is yet to come; else it has ended. */
  #lost(): Settlement | null {
    if (!this.running?.call) return this.running && 'cancel';
    this.#forgotten = this.running;
    return null;
  }

  /** A state with the very metadata of the state before is a copy with other data, so its stamp says nothing of them. */
  #beginOf({ state }: CacheAction, now: number): Moment {
    const isCopy = !state || (state as Partial<QueryPort['state']>).fetchMeta === this.#fetchMeta;
    return isCopy ? longAgo : stampedBegin(state, now);
  }
}
