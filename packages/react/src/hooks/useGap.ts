import type { ChannelGap } from '@channelkit/core';
import { useDebugValue, useEffect, useInsertionEffect } from 'react';
import type { AnyChannel } from '../observers/aim.ts';
import { GapObserver } from '../observers/gapObserver.ts';
import { useObserver } from '../observers/useObserver.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Holds a channel and calls `handler` once per gap: an interval in which events may have been missed (drop, sleep, failed
 * authorization, unreadable payload). It is called when the channel is live again. It never renders. The first subscription is a
 * gap only if an attempt failed before it; use `useLiveRefresh` for data that was read earlier. An error of the handler goes to
 * the client's `onError` (CK210).
 *
 * @example
 * useGap('private-orders', ({ since }) => reload(since));
 * @throws RealtimeError CK401 without a provider
 */
export const useGap: RegisteredHooks['useGap'] = (channel, handler) => useGapOf(undefined, channel, handler);

export function useGapOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  handler: (gap: ChannelGap) => void,
): void {
  const observer = useObserver({ contract, channel }, (hold) => new GapObserver(hold));
  useInsertionEffect(() => observer.take(handler));
  useEffect(() => observer.subscribe(() => {}), [observer]);
  useDebugValue(observer, ({ label }) => label);
}
