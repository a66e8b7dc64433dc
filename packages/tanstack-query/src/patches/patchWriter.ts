import type { ReportError } from '@channelkit/core/internal';
import type { Hit } from '../freshness/moment.ts';
import type { TrackedQuery, WaitingPatch } from '../freshness/trackedQuery.ts';
import type { QueryClientPort } from '../queryClientPort.ts';

/** Writes patches into the cache where they are newer; for all others the query is fetched. */
export class PatchWriter {
  readonly #queryClient: QueryClientPort;
  readonly #report: ReportError;
  readonly #fetchInstead: (tracked: TrackedQuery, hit: Hit) => void;
  #writing: TrackedQuery | null = null;

  constructor(
    queryClient: QueryClientPort,
    report: ReportError,
    fetchInstead: (tracked: TrackedQuery, hit: Hit) => void,
  ) {
    this.#queryClient = queryClient;
    this.#report = report;
    this.#fetchInstead = fetchInstead;
  }

  /** Whether what the cache announces of the query is the writer's own doing. */
  isWriting(tracked: TrackedQuery): boolean {
    return this.#writing === tracked;
  }

  /** Writes what waits, in order. */
  apply(tracked: TrackedQuery): void {
    // The app may have marked the query as well, so the mark outlives the write, which clears it.
    const wasMarked = tracked.query.state.isInvalidated;
    for (const waiting of tracked.waiting.splice(0)) {
      if (!tracked.sees(waiting.hit) && !this.#tryWrite(tracked, waiting))
        this.#fetchInstead(tracked, waiting.hit);
    }
    if (tracked.owes || wasMarked) tracked.mark();
  }

  /** Fetches for what waits, since nobody will write it any more. */
  abandon(tracked: TrackedQuery): void {
    for (const { hit } of tracked.waiting.splice(0)) this.#fetchInstead(tracked, hit);
  }

  #tryWrite(tracked: TrackedQuery, { patch, data, hit }: WaitingPatch): boolean {
    const { query } = tracked;
    if (query.state.data === undefined) return false;
    this.#writing = tracked;
    try {
      const outcome = patch.apply(query.state.data, data);
      if (!outcome.written) return false;
      this.#queryClient.setQueryData(query.queryKey, outcome.next);
      tracked.patched = { hit, data: query.state.data };
      return true;
    } catch (error) {
      this.#report(error);
      return false;
    } finally {
      this.#writing = null;
    }
  }
}
