import { useDebugValue, useEffect, useInsertionEffect } from 'react';
import type { AnyChannel } from '../observers/aim.ts';
import { RefreshObserver } from '../observers/refreshObserver.ts';
import { useObserver } from '../observers/useObserver.ts';
import type { LiveRefreshOptions } from '../types/options.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Calls `refresh` for data stored elsewhere (server components, SWR, loaders): after the channel's events, after gaps, and once
 * when the channel is first live, because the page read its data before that. A burst leads to one call. While the promise of a
 * refresh is pending, the next one waits for it. Errors are passed to the client's `onError` (CK210). It never renders.
 *
 * @example
 * useLiveRefresh('private-orders', () => router.refresh());
 * @throws RealtimeError CK401 without a provider
 */
export const useLiveRefresh: RegisteredHooks['useLiveRefresh'] = (channel, refresh, options) =>
  useLiveRefreshOf(undefined, channel, { ...options, refresh });

export function useLiveRefreshOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  { refresh, wait = 50, maxWait = 500, dataUpdatedAt, enabled }: RefreshCall,
): void {
  const hold = { contract, channel, enabled, key: `${wait} ${maxWait}` };
  const observer = useObserver(hold, (held) => new RefreshObserver(held, { wait, maxWait }));
  useInsertionEffect(() => observer.take({ refresh, dataUpdatedAt }));
  useEffect(() => observer.subscribe(() => {}), [observer]);
  useDebugValue(observer, ({ label }) => label);
}

/** A call without its types. */
interface RefreshCall extends LiveRefreshOptions {
  readonly refresh: () => unknown;
}
