import type { ChannelStatus } from '@channelkit/core';
import { ChannelObserver } from './channelObserver.ts';
import type { AnyChannel } from './channelTarget.ts';
import { useObserver } from './useObserver.ts';
import { useSnapshot } from './useSnapshot.ts';
import { useTarget } from './useTarget.ts';

/** Options of the hooks that hold a channel. */
export interface HoldOptions {
  /** `false` holds nothing. @default true */
  readonly enabled?: boolean | undefined;
}

/** What `useChannel` gives, discriminated by `status`; a field that is never read causes no render. */
export type UseChannelResult<TTrigger = (event: `client-${string}`, data: unknown) => Promise<void>> =
  ChannelStatus & {
    /** The concrete name; null while nothing is asked for, and for parameters that make none. */
    readonly channel: string | null;
    /** Number of subscriptions as the server counts them; null until it says so. */
    readonly subscriptionCount: number | null;
    /** True once the server has said that a cache channel has no event to start with, until the next one. */
    readonly isCacheMiss: boolean;
    /**
     * Sends a client event once the channel is subscribed; the same function for the same channel.
     * @throws (rejects) RealtimeError as `trigger` of a lease; CK307 while no channel is asked for, CK310 when the user of the channel left
     */
    readonly trigger: TTrigger;
    /** Tries again at once after a failure, even a final one. */
    readonly retry: () => void;
  };

/** The untyped implementation behind every form of `useChannel`. */
export function useChannelOf(
  contract: object | undefined,
  channel: AnyChannel | null | undefined,
  { enabled = true }: HoldOptions = {},
): UseChannelResult {
  const target = useTarget(contract, channel, enabled);
  const observer = useObserver(target, 'channel', (held) => new ChannelObserver(held));
  return useSnapshot(observer) as UseChannelResult;
}

/**
 * Holds a channel while the component is mounted and shows its status. `null` holds nothing. A name that Pusher or the
 * contract refuses gives the status `failed` with the error. On the server, and while it hydrates, it is `subscribing`,
 * or `idle` with the reason.
 *
 * @example
 * const { status, isLive, trigger } = useChannel('presence-chat.1');
 * @throws RealtimeError CK401 without a provider
 */
export function useChannel(channel: AnyChannel | null | undefined, options?: HoldOptions): UseChannelResult {
  return useChannelOf(undefined, channel, options);
}
