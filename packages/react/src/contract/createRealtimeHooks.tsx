import type {
  ChannelContract,
  MembersSnapshot,
  PatternOf,
  RealtimeOptions,
  UntypedChannels,
} from '@channelkit/core';
import { useChannelOf } from '../hooks/useChannel.ts';
import { useChannelsOf } from '../hooks/useChannels.ts';
import { useConnectionOf } from '../hooks/useConnection.ts';
import { useGapOf } from '../hooks/useGap.ts';
import { useIsLeaderOf } from '../hooks/useIsLeader.ts';
import { useLiveRefreshOf } from '../hooks/useLiveRefresh.ts';
import { usePresenceOf } from '../hooks/usePresence.ts';
import { usePusherContextOf } from '../hooks/usePusherContext.ts';
import { type EventCall, usePusherEventOf } from '../hooks/usePusherEvent.ts';
import { useSignInOf } from '../hooks/useSignIn.ts';
import { useUserChannelOf } from '../hooks/useUserChannel.ts';
import { useUserEventOf } from '../hooks/useUserEvent.ts';
import { useWatchlistOf } from '../hooks/useWatchlist.ts';
import type { AnyChannel } from '../observers/aim.ts';
import { PusherProvider, type PusherProviderProps } from '../provider/PusherProvider.tsx';
import type { RealtimeHooks } from '../types/realtimeHooks.ts';

/**
 * Creates the provider and every hook of one contract: a wrong channel, event, payload or parameter does not compile. Call it
 * once, in a module that begins with `'use client'`, because schemas and functions cannot be passed from a server layout. The hooks
 * find the provider of their own contract among nested ones.
 *
 * @example
 * export const { PusherProvider, usePusherEvent } = createRealtimeHooks(channels, { auth: { endpoint: '/api/pusher/auth' } });
 */
export function createRealtimeHooks<TChannels, const TUser extends PatternOf<TChannels> = never>(
  channels: ChannelContract<TChannels>,
  options: RealtimeHooksOptions<TChannels, TUser> = {},
): RealtimeHooks<TChannels, TUser> {
  type Hooks = RealtimeHooks<TChannels, TUser>;
  const { userChannel, ...defaults } = options as RealtimeHooksOptions<UntypedChannels, string>;

  function BoundPusherProvider(props: PusherProviderProps) {
    const common = { userChannel, ...withoutUndefined(props) };
    const all = props.client ? common : { ...defaults, channels, ...common };
    return <PusherProvider {...(all as PusherProviderProps)} />;
  }
  BoundPusherProvider.displayName = 'PusherProvider';

  return {
    PusherProvider: BoundPusherProvider as Hooks['PusherProvider'],
    usePusherContext: () => usePusherContextOf(channels),
    useConnection: (selector) => useConnectionOf(channels, selector),
    usePusherEvent: ((
      event: EventCall['event'],
      handler: EventCall['handler'],
      options: EventCall['options'],
    ) => usePusherEventOf(channels, { event, handler, options })) as Hooks['usePusherEvent'],
    useChannel: ((channel, options) => useChannelOf(channels, channel, options)) as Hooks['useChannel'],
    useChannels: (list, options) => useChannelsOf(channels, list, options),
    usePresence: ((channel: AnyChannel | null | undefined, selector?: (room: MembersSnapshot) => unknown) =>
      usePresenceOf(channels, channel, selector)) as Hooks['usePresence'],
    useUserChannel: ((pattern) => useUserChannelOf(channels, pattern)) as Hooks['useUserChannel'],
    useGap: (channel, handler) => useGapOf(channels, channel, handler),
    useLiveRefresh: (channel, refresh, options) =>
      useLiveRefreshOf(channels, channel, { ...options, refresh }),
    useIsLeader: () => useIsLeaderOf(channels),
    useSignIn: () => useSignInOf(channels),
    useUserEvent: (event, handler, options) =>
      useUserEventOf(channels, { event, handler: handler as (data: unknown) => void, options }),
    useWatchlist: (handler) => useWatchlistOf(channels, handler),
  };
}

/** Defaults of the provider that `createRealtimeHooks` creates; props of the same name win. */
export interface RealtimeHooksOptions<TChannels, TUser extends PatternOf<TChannels>>
  extends Omit<RealtimeOptions<TChannels>, 'channels'> {
  /** Pattern of the current user's channel, with `{userId}`; `usePusherEvent` listens to it by default. */
  readonly userChannel?: TUser | undefined;
}

/** Removes undefined props, so that they do not replace defaults. */
function withoutUndefined(props: PusherProviderProps): Partial<PusherProviderProps> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}
