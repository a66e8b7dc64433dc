import { type ChannelListItem, createListObserver } from './channelListObserver.ts';
import { type AnyChannel, targetKey } from './channelTarget.ts';
import type { HoldOptions } from './useChannel.ts';
import { useKeyed } from './useKeyed.ts';
import { useSnapshot } from './useSnapshot.ts';
import { useTargets } from './useTarget.ts';

/** The untyped implementation behind every form of `useChannels`. */
export function useChannelsOf(
  contract: object | undefined,
  channels: readonly AnyChannel[],
  { enabled = true }: HoldOptions = {},
): readonly ChannelListItem[] {
  const targets = useTargets(contract, channels, enabled);
  const key = targets.flatMap((target) => targetKey(target, 'status'));
  return useSnapshot(useKeyed(key, () => createListObserver(targets)));
}

/**
 * Holds a list of channels that may change with every render, and shows the status of each, in the order of the list. Channels
 * that stay in the list are not touched when others come and go. The list may be inline. Renders again when one of their
 * statuses changes; each begins, and fails, as with `useChannel`.
 *
 * @example
 * useChannels(rooms.map((room) => `presence-chat.${room.id}`));
 * @throws RealtimeError CK401 without a provider
 */
export function useChannels(
  channels: readonly AnyChannel[],
  options?: HoldOptions,
): readonly ChannelListItem[] {
  return useChannelsOf(undefined, channels, options);
}
