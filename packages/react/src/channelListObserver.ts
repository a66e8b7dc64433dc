import type { ChannelStatus, ReadableStore } from '@channelkit/core';
import { type ChannelTarget, knownStatus } from './channelTarget.ts';
import { holdLease } from './holdLease.ts';

/** One channel of `useChannels` with its status, discriminated by `status`. */
export type ChannelListItem = ChannelStatus & {
  /** The concrete name; null for one that cannot be held. */
  readonly channel: string | null;
};

/** Holds each channel of a list and shows its status; the others' items stay the same. */
export function createListObserver(
  targets: readonly ChannelTarget[],
): ReadableStore<readonly ChannelListItem[]> {
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
