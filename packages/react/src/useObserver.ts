import type { ReadableStore } from '@channelkit/core';
import type { ChannelTarget } from './channelTarget.ts';
import { useKeyed } from './useKeyed.ts';

/**
 * The one base of every channel hook. An observer is inert until React subscribes to it, in an effect; subscribing takes the
 * lease and unsubscribing gives it back. Another target or key makes another observer, with nothing of the old one's
 * data, in the same render.
 */
export function useObserver<TSnapshot>(
  target: ChannelTarget,
  key: string,
  create: (target: ChannelTarget) => ReadableStore<TSnapshot>,
): ReadableStore<TSnapshot> {
  return useKeyed(target.client, `${target.key} ${key}`, () => create(target));
}
