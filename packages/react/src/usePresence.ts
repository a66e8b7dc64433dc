import type { ChannelLease, MembersSnapshot } from '@channelkit/core';
import { noMembers } from '@channelkit/core/internal';
import { type AnyChannel, known } from './channelTarget.ts';
import type { FrameBatch } from './frameBatch.ts';
import { createSnapshotObserver } from './snapshotObserver.ts';
import { useObserver } from './useObserver.ts';
import { useSelection } from './useSnapshot.ts';
import { useTarget } from './useTarget.ts';

/** Members who come and go are shown with the next frame; that the list has become stale, or current again, at once. */
function showMembers({ members }: ChannelLease, frames: FrameBatch, show: () => void): (() => void)[] {
  const showing = { show };
  let { isStale } = members.getSnapshot();
  const stop = members.subscribe(() => {
    const wasStale = isStale;
    isStale = members.getSnapshot().isStale;
    if (isStale || wasStale) show();
    else frames.add(showing);
  });
  return [stop, () => frames.remove(showing)];
}

/** The untyped implementation behind every form of `usePresence`. */
export function usePresenceOf<TSelected>(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  selector?: (members: MembersSnapshot) => TSelected,
): TSelected {
  const target = useTarget(contract, channel, true);
  const observer = useObserver(target, 'presence', (held) =>
    createSnapshotObserver<MembersSnapshot>(held, {
      atRest: noMembers,
      known: known(held, (client, name) => client.peekMembers(name)),
      read: (lease) => lease.members.getSnapshot(),
      attach: (lease, refresh) => showMembers(lease, held.frames, refresh),
    }),
  );
  return useSelection(observer, selector);
}

/**
 * The people of a presence channel, or what `selector` makes of them; renders again only when that changes (shallowly), at most
 * once per animation frame for people who come and go.
 * Members that did not change keep their identity. While the channel is not subscribed the last list stays, with `isStale`;
 * before the first subscription, on the server and for `null` it is empty and stale.
 *
 * @example
 * const count = usePresence('presence-chat.1', (room) => room.count);
 * @throws RealtimeError CK401 without a provider
 */
export function usePresence<TInfo = unknown>(channel: AnyChannel | null | undefined): MembersSnapshot<TInfo>;
export function usePresence<TSelected, TInfo = unknown>(
  channel: AnyChannel | null | undefined,
  selector: (room: MembersSnapshot<TInfo>) => TSelected,
): TSelected;
export function usePresence(
  channel: AnyChannel | null | undefined,
  selector?: (room: MembersSnapshot<never>) => unknown,
): unknown {
  return usePresenceOf(undefined, channel, selector as ((room: MembersSnapshot) => unknown) | undefined);
}
