import type { ChannelContract, PatternOf, RealtimeOptions, UntypedChannels } from '@channelkit/core';
import type { AnyChannel } from './channelTarget.ts';
import type { RealtimeHooks } from './hookTypes.ts';
import { PusherProvider, type PusherProviderProps } from './PusherProvider.tsx';
import { useChannelOf } from './useChannel.ts';
import { useChannelsOf } from './useChannels.ts';
import { useConnectionOf } from './useConnection.ts';
import { useGapOf } from './useGap.ts';
import { type LiveRefreshOptions, useLiveRefreshOf } from './useLiveRefresh.ts';
import { usePresenceOf } from './usePresence.ts';
import { usePusherContextOf } from './usePusherContext.ts';
import { type EventCall, useEvent } from './usePusherEvent.ts';
import { useUserChannelOf } from './useUserChannel.ts';

/** Defaults of the provider that `createRealtimeHooks` makes; props of the same name win. */
export interface RealtimeHooksOptions<TChannels, TUser extends PatternOf<TChannels>>
  extends Omit<RealtimeOptions<TChannels>, 'channels'> {
  /** Pattern of the current user's channel, with `{userId}`; what `usePusherEvent` listens to by default. */
  readonly userChannel?: TUser | undefined;
}

type Rest<THook> = THook extends (contract: never, ...rest: infer TRest) => unknown ? TRest : never;

/**
 * Makes the provider and every hook of one contract: a wrong channel, event, payload or parameter does not compile. Call it
 * once, in a module that begins with `'use client'`, since schemas and functions cannot cross from a server layout.
 * The hooks find their own contract's provider where several are nested.
 *
 * @example
 * export const { PusherProvider, usePusherEvent } = createRealtimeHooks(channels, { auth: { endpoint: '/api/pusher/auth' } });
 */
export function createRealtimeHooks<TChannels, const TUser extends PatternOf<TChannels> = never>(
  channels: ChannelContract<TChannels>,
  options: RealtimeHooksOptions<TChannels, TUser> = {},
): RealtimeHooks<TChannels, TUser> {
  const { userChannel, ...defaults } = options as RealtimeHooksOptions<UntypedChannels, string>;
  const contract = channels as unknown as ChannelContract;

  function BoundPusherProvider(props: PusherProviderProps) {
    const common = { userChannel, ...withoutUndefined(props) };
    const all = props.client ? common : { ...defaults, channels: contract, ...common };
    return <PusherProvider {...(all as PusherProviderProps)} />;
  }
  BoundPusherProvider.displayName = 'PusherProvider';

  const hooks = {
    PusherProvider: BoundPusherProvider,
    usePusherContext: () => usePusherContextOf(contract),
    useConnection: (...rest: Partial<Rest<typeof useConnectionOf>>) => useConnectionOf(contract, ...rest),
    usePusherEvent: (
      event: EventCall['event'],
      handler: EventCall['handler'],
      options: EventCall['options'],
    ) => useEvent(contract, { event, handler, options }),
    useChannel: (...rest: Rest<typeof useChannelOf>) => useChannelOf(contract, ...rest),
    useChannels: (...rest: Rest<typeof useChannelsOf>) => useChannelsOf(contract, ...rest),
    usePresence: (...rest: Rest<typeof usePresenceOf>) => usePresenceOf(contract, ...rest),
    useUserChannel: (...rest: Rest<typeof useUserChannelOf>) => useUserChannelOf(contract, ...rest),
    useGap: (...rest: Rest<typeof useGapOf>) => useGapOf(contract, ...rest),
    useLiveRefresh: (channel: AnyChannel | null, refresh: () => unknown, options?: LiveRefreshOptions) =>
      useLiveRefreshOf(contract, channel, { ...options, refresh }),
  };
  return hooks as unknown as RealtimeHooks<TChannels, TUser>;
}

/** Props that are given win over defaults; those that are passed on as undefined do not. */
function withoutUndefined(props: PusherProviderProps): Partial<PusherProviderProps> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}
