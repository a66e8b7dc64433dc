import type { ChannelStatus, ReadableStore } from '@channelkit/core';
import { type AnyChannel, type ChannelTarget, holdLease, knownStatus, targetKey } from './channelTarget.ts';
import type { HoldOptions } from './useChannel.ts';
import { useKeyed } from './useKeyed.ts';
import { useSnapshot } from './useSnapshot.ts';
import { useTargets } from './useTarget.ts';

/** One channel of `useChannels` and how it is doing, discriminated by `status`. */
export type ChannelListItem = ChannelStatus & {
  /** The concrete name; null for one that cannot be held. */
  readonly channel: string | null;
};

function createListObserver(targets: readonly ChannelTarget[]): ReadableStore<readonly ChannelListItem[]> {
  const atRest: readonly ChannelListItem[] = targets.map((target) => ({
    ...target.atRest,
    channel: target.channel,
  }));
  const known = targets.map(knownStatus);
  let items = known.some((status) => status !== null)
    ? atRest.map((item, index) => ({ ...item, ...known[index] }) as ChannelListItem)
    : atRest;
  return {
    getSnapshot: () => items,
    getServerSnapshot: () => atRest,
    subscribe(notify) {
      const hold = (target: ChannelTarget, index: number) => {
        const show = (status: ChannelStatus) => {
          const item = { ...status, channel: target.channel };
          items = items.map((known, at) => (at === index ? item : known));
          notify();
        };
        return holdLease(target, {
          onRefused: show,
          attach({ status }) {
            show(status.getSnapshot());
            return [status.subscribe(() => show(status.getSnapshot()))];
          },
        });
      };
      const releases = targets.map(hold);
      return () => {
        for (const release of releases) release();
        items = atRest;
      };
    },
  };
}

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
 * Holds a list of channels that may change with every render, and tells how each is doing, in the order of the list. Channels
 * that stay in the list are not touched by the others' coming and going. The list may be inline.
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
