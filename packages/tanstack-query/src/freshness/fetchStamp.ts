import type { QueryStatePort } from '../queryClientPort.ts';
import { longAgo, type Moment } from './moment.ts';

/** What a fetch leaves in `state.fetchMeta`, so that its data carries its age into other tabs and into storage. */
export interface FetchStamp {
  /** When the fetch was started, by the wall clock that all tabs share. */
  readonly at: number;
  /** The query's `dataUpdateCount` once this fetch has succeeded: any other write in between changes it. */
  readonly updates: number;
}

const field = 'channelkit';

/** The stamp of a fetch that starts now, as fetch metadata. */
export function createStamp({ dataUpdateCount }: QueryStatePort): Record<typeof field, FetchStamp> {
  return { [field]: { at: Date.now(), updates: dataUpdateCount + 1 } };
}

/**
 * When the read of a whole state began that was put into the cache: `broadcastQueryClient` does so with what another tab fetched,
 * `hydrate` with what storage kept. Long ago, unless the state is the unchanged result of a stamped fetch of the whole query.
 */
export function stampedBegin(state: unknown, now: number): Moment {
  const { fetchMeta, dataUpdateCount, fetchStatus = 'idle' } = state as Partial<QueryStatePort>;
  const { fetchMore, [field]: stamp } = (fetchMeta ?? {}) as {
    readonly fetchMore?: unknown;
    readonly [field]?: FetchStamp;
  };
  if (!stamp || fetchMore !== undefined || fetchStatus !== 'idle') return longAgo;
  const age = Date.now() - stamp.at;
  if (stamp.updates !== dataUpdateCount || !(age >= 0)) return longAgo;
  // The wall clock counts whole milliseconds, so the read may have begun up to one earlier.
  return { time: now - age - 1, seq: Number.NEGATIVE_INFINITY };
}
