import type { MembersSnapshot } from '@channelkit/core';
import { useDebugValue } from 'react';
import { useSelection } from '../lib/useSelection.ts';
import type { AnyChannel } from '../observers/aim.ts';
import { MembersObserver } from '../observers/membersObserver.ts';
import { useObserver } from '../observers/useObserver.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Returns the members of a presence channel, or the result of `selector`. Renders again only when that changes (shallow comparison),
 * at most once per animation frame for members who join and leave. Members that did not change keep their identity. While the
 * channel is not subscribed, the last list is kept, with `isStale`. Before the first subscription, on the server, and for `null`
 * the list is empty and stale.
 *
 * @example
 * const count = usePresence('presence-chat.1', (room) => room.count);
 * @throws RealtimeError CK401 without a provider
 */
export const usePresence: RegisteredHooks['usePresence'] = <TSelected = MembersSnapshot<never>>(
  channel: AnyChannel | null | undefined,
  selector?: (room: MembersSnapshot<never>) => TSelected,
): TSelected => usePresenceOf(undefined, channel, selector as (room: MembersSnapshot) => TSelected);

export function usePresenceOf<TSelected = MembersSnapshot>(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  selector?: (members: MembersSnapshot) => TSelected,
): TSelected {
  const observer = useObserver({ contract, channel }, (hold) => new MembersObserver(hold));
  useDebugValue(observer, ({ label }) => label);
  return useSelection(observer, selector);
}
