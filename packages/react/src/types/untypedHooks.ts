import type { ChannelGap, ChannelMessage, ConnectionSnapshot, MembersSnapshot } from '@channelkit/core';
import type { AnyChannel } from '../observers/aim.ts';
import type { ChannelListItem } from '../observers/statusObserver.ts';
import type { WatchlistChange } from '../observers/watchlistObserver.ts';
import type {
  HoldOptions,
  LiveRefreshOptions,
  NoReduceOptions,
  ReduceOptions,
  UsePusherEventOptions,
} from './options.ts';
import type {
  PusherContextValue,
  UseChannelResult,
  UsePusherEventResult,
  UseSignInResult,
} from './results.ts';

/** The hooks without a contract: any channel, any event, payloads typed by the caller. */
export interface UntypedHooks {
  readonly usePusherContext: () => PusherContextValue;
  readonly useConnection: <TSelected = ConnectionSnapshot>(
    selector?: (connection: ConnectionSnapshot) => TSelected,
  ) => TSelected;
  readonly usePusherEvent: <TData = unknown, TState = TData | undefined>(
    event: string | readonly string[],
    handler?: ((data: TData, message: ChannelMessage<string, TData>) => void) | null,
    options?: UsePusherEventOptions &
      (ReduceOptions<TState, ChannelMessage<string, TData>> | NoReduceOptions),
  ) => UsePusherEventResult<TState, ChannelMessage<string, TData>>;
  readonly useChannel: (channel: AnyChannel | null | undefined, options?: HoldOptions) => UseChannelResult;
  readonly useChannels: (
    channels: readonly AnyChannel[],
    options?: HoldOptions,
  ) => readonly ChannelListItem[];
  readonly usePresence: UntypedUsePresence;
  readonly useUserChannel: (template: string) => string | null;
  readonly useGap: (channel: AnyChannel | null | undefined, handler: (gap: ChannelGap) => void) => void;
  readonly useLiveRefresh: (
    channel: AnyChannel | null | undefined,
    refresh: () => unknown,
    options?: LiveRefreshOptions,
  ) => void;
  readonly useIsLeader: () => boolean;
  readonly useSignIn: () => UseSignInResult;
  readonly useUserEvent: <TData = unknown>(
    event: string,
    handler: (data: TData) => void,
    options?: HoldOptions,
  ) => void;
  readonly useWatchlist: (handler?: (change: WatchlistChange) => void) => readonly string[];
}

/** `usePresence` without a contract. Two overloads, because a type argument for the members would stop the inference of the selection. */
export interface UntypedUsePresence {
  <TInfo = unknown>(channel: AnyChannel | null | undefined): MembersSnapshot<TInfo>;
  <TSelected, TInfo = unknown>(
    channel: AnyChannel | null | undefined,
    selector: (room: MembersSnapshot<TInfo>) => TSelected,
  ): TSelected;
}
