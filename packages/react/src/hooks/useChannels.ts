import { useDebugValue } from 'react';
import { useSnapshot } from '../lib/useSnapshot.ts';
import type { AnyChannel } from '../observers/aim.ts';
import type { ChannelListItem } from '../observers/statusObserver.ts';
import { useChannelList } from '../observers/useChannelList.ts';
import type { HoldOptions } from '../types/options.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Holds a list of channels and returns the status of each, in the order of the list. The list may be inline and may change with
 * every render: channels that stay in it are unaffected when others are added or removed. Renders again when one of the statuses changes.
 *
 * @example
 * useChannels(rooms.map((room) => `presence-chat.${room.id}`));
 * @throws RealtimeError CK401 without a provider
 */
export const useChannels: RegisteredHooks['useChannels'] = (channels, options) =>
  useChannelsOf(undefined, channels, options);

export function useChannelsOf(
  contract: object | undefined,
  channels: readonly AnyChannel[],
  { enabled = true }: HoldOptions = {},
): readonly ChannelListItem[] {
  const items = useSnapshot(useChannelList(contract, channels, enabled));
  useDebugValue(items, (list) => list.map(({ channel, status }) => `${channel}: ${status}`));
  return items;
}
