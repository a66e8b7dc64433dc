import type { AnyChannel } from './channelTarget.ts';
import { createLiveRefresher } from './liveRefresher.ts';
import { useLatest } from './useLatest.ts';
import { useObserver } from './useObserver.ts';
import { useSnapshot } from './useSnapshot.ts';
import { useTarget } from './useTarget.ts';

/** Options of `useLiveRefresh`. */
export interface LiveRefreshOptions {
  /** Quiet time before a refresh, milliseconds. @default 50 */
  readonly window?: number | undefined;
  /** The longest an event waits, and the shortest time between two refreshes, milliseconds. @default 500 */
  readonly maxWait?: number | undefined;
  /**
   * When the read behind the page's data began, milliseconds since the epoch. Data not older than the channel's `liveSince`
   * needs no refresh at the start. @default unknown: refresh once when the channel is live
   */
  readonly dataUpdatedAt?: number | undefined;
  /** `false` holds nothing. @default true */
  readonly enabled?: boolean | undefined;
}

/** A call of `useLiveRefresh` without its types. */
export interface RefreshCall extends LiveRefreshOptions {
  readonly refresh: () => unknown;
}

/** The untyped implementation behind every form of `useLiveRefresh`. */
export function useLiveRefreshOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  { refresh, window = 50, maxWait = 500, dataUpdatedAt, enabled = true }: RefreshCall,
): void {
  const latest = useLatest({ refresh, dataUpdatedAt });
  const target = useTarget(contract, channel, enabled);
  const observer = useObserver(target, `refresh ${window} ${maxWait}`, (held) =>
    createLiveRefresher(held, { window, maxWait }, latest),
  );
  useSnapshot(observer);
}

/**
 * Calls `refresh` for data that is held elsewhere (server components, SWR, loaders): after the channel's events, after gaps,
 * and once when the channel is first live, since what the page shows was read before that. A burst is one call;
 * while the promise of a refresh runs, the next one waits for it. One that throws or rejects is reported to the client's `onError`
 * (CK210). Never renders by itself.
 *
 * @example
 * useLiveRefresh('private-orders', () => router.refresh());
 * @throws RealtimeError CK401 without a provider
 */
export function useLiveRefresh(
  channel: AnyChannel | null | undefined,
  refresh: () => unknown,
  options?: LiveRefreshOptions,
): void {
  useLiveRefreshOf(undefined, channel, { ...options, refresh });
}
