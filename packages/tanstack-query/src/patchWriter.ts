import type { ReportError } from '@channelkit/core/internal';
import type { Moment } from './moment.ts';
import type { QueryClientPort } from './queryClientPort.ts';
import type { QueryEntry, WaitingPatch } from './queryEntry.ts';

/** What the writer asks of its owner. */
export interface PatchWriterHost {
  readonly queryClient: QueryClientPort;
  report: ReportError;
  isHeld(entry: QueryEntry): boolean;
  /** The patch waits, marked. */
  queue(entry: QueryEntry): void;
  /** The patch cannot be written: the query is owed a fetch. */
  fetchInstead(entry: QueryEntry, moment: Moment): void;
}

/** Writes patches into the cache: newer ones at once or after a hold; for all others the query is fetched. */
export class PatchWriter {
  readonly #host: PatchWriterHost;
  #writing: QueryEntry | null = null;

  constructor(host: PatchWriterHost) {
    this.#host = host;
  }

  /** Whether what the cache tells of the entry is our own doing. */
  isWriting(entry: QueryEntry): boolean {
    return this.#writing === entry;
  }

  take(entry: QueryEntry, waiting: WaitingPatch): void {
    const { query } = entry.record;
    const { queryHash } = this.#host.queryClient.defaultQueryOptions({ queryKey: query.queryKey });
    // `setQueryData` would not find a query that was made with a hash function of its own.
    if (queryHash !== query.queryHash) {
      this.#host.fetchInstead(entry, waiting.moment);
      return;
    }
    entry.waiting.push(waiting);
    if (!this.#host.isHeld(entry)) {
      this.apply(entry);
      return;
    }
    entry.mark();
    this.#host.queue(entry);
  }

  /** Writes what waits, in order. */
  apply(entry: QueryEntry): void {
    const { record } = entry;
    // The mark may be somebody else's as well, so it outlives the write, which clears it.
    const wasMarked = record.query.state.isInvalidated;
    for (const waiting of entry.waiting.splice(0)) {
      if (!record.dataSees(waiting.moment) && !this.#tryWrite(entry, waiting)) {
        this.#host.fetchInstead(entry, waiting.moment);
      }
    }
    if (record.hit || wasMarked) entry.mark();
  }

  /** Nobody will write any more: what waits becomes a hit. */
  abandon(entry: QueryEntry): void {
    for (const { moment } of entry.waiting.splice(0)) this.#host.fetchInstead(entry, moment);
  }

  #tryWrite(entry: QueryEntry, { patch, data, moment }: WaitingPatch): boolean {
    const { record } = entry;
    const { query } = record;
    if (query.state.data === undefined) return false;
    this.#writing = entry;
    try {
      const outcome = patch.apply(query.state.data, data);
      if (!outcome.written) return false;
      this.#host.queryClient.setQueryData(query.queryKey, outcome.next);
      record.patched = { moment, data: query.state.data };
      return true;
    } catch (error) {
      this.#host.report(error);
      return false;
    } finally {
      this.#writing = null;
    }
  }
}
