import { useDebugValue } from 'react';
import { useSnapshot } from '../lib/useSnapshot.ts';
import type { AnyChannel } from '../observers/aim.ts';
import { ChannelObserver } from '../observers/channelObserver.ts';
import { useObserver } from '../observers/useObserver.ts';
import type { HoldOptions } from '../types/options.ts';
import type { RegisteredHooks } from '../types/register.ts';
import type { UseChannelResult } from '../types/results.ts';

/**
 * Holds a channel while the component is mounted and returns its status. `null` and `undefined` hold nothing. A name that Pusher
 * or the contract refuses has the status `failed`, with the error. On the server, and during hydration, the status is
 * `subscribing`, or `idle` with the reason.
 *
 * @example
 * const { status, isLive, trigger } = useChannel('presence-chat.1');
 * @throws RealtimeError CK401 without a provider
 */
export const useChannel: RegisteredHooks['useChannel'] = (channel, options) =>
  useChannelOf(undefined, channel, options);

export function useChannelOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  { enabled }: HoldOptions = {},
): UseChannelResult {
  const observer = useObserver({ contract, channel, enabled }, (hold) => new ChannelObserver(hold));
  useDebugValue(observer, ({ label }) => label);
  return useSnapshot(observer) as UseChannelResult;
}
