import type { ReadableStore } from '@channelkit/core';
import { type ChannelTarget, targetKey } from './channelTarget.ts';
import { useKeyed } from './useKeyed.ts';

/**
 * The base of every hook that holds one channel. An observer is inert until React subscribes to it, in an effect; subscribing takes the
 * lease and unsubscribing gives it back. Another target or key makes another observer, with nothing of the old one's
 * data, in the same render.
 */
export function useObserver<TObserver extends ReadableStore<unknown>>(
  target: ChannelTarget,
  key: string,
  create: (target: ChannelTarget) => TObserver,
): TObserver {
  return useKeyed(targetKey(target, key), () => create(target));
}
