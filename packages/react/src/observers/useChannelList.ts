import type { ReadableStore } from '@channelkit/core';
import { useKeyed } from '../lib/useKeyed.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import { type AnyChannel, aimOf } from './aim.ts';
import { createChannelList } from './channelList.ts';
import { type Hold, holdKey } from './leaseObserver.ts';
import type { ChannelListItem } from './statusObserver.ts';

/** A store that holds each channel of a list, which may be inline, while it is subscribed to. */
export function useChannelList(
  contract: object | undefined,
  channels: readonly AnyChannel[],
  enabled: boolean,
): ReadableStore<readonly ChannelListItem[]> {
  const realtime = useRealtime(contract);
  const holds = channels.map((channel): Hold => ({ realtime, aim: aimOf(realtime, channel, enabled) }));
  return useKeyed(holds.flatMap(holdKey), () => createChannelList(holds));
}
