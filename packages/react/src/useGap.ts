import type { ChannelGap } from '@channelkit/core';
import type { AnyChannel } from './channelTarget.ts';
import { createSnapshotObserver } from './snapshotObserver.ts';
import { useLatest } from './useLatest.ts';
import { useObserver } from './useObserver.ts';
import { useSnapshot } from './useSnapshot.ts';
import { useTarget } from './useTarget.ts';

/** The untyped implementation behind every form of `useGap`. */
export function useGapOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  handler: (gap: ChannelGap) => void,
): void {
  const latest = useLatest({ handler });
  const target = useTarget(contract, channel, true);
  const observer = useObserver(target, 'gap', (held) =>
    createSnapshotObserver(held, {
      atRest: null,
      attach: (lease) => [lease.onGap((gap) => latest.handler(gap))],
    }),
  );
  useSnapshot(observer);
}

/**
 * Holds a channel and calls `handler` once per interval in which its events may have been missed (drop, sleep, failed
 * authorisation, unreadable payload), when the channel is live again. Never renders. The first subscription is no gap
 * unless an attempt failed before it: data that was read before it is `useLiveRefresh`'s to refresh. A handler that throws is
 * told to the client's `onError` (CK210).
 *
 * @example
 * useGap('private-orders', ({ since }) => reload(since));
 * @throws RealtimeError CK401 without a provider
 */
export function useGap(channel: AnyChannel | null | undefined, handler: (gap: ChannelGap) => void): void {
  useGapOf(undefined, channel, handler);
}
