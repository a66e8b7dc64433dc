import type {
  ChannelArgument,
  ChannelGap,
  ChannelMessage,
  ChannelName,
  ConnectionSnapshot,
  EventInput,
  EventName,
  EventOutput,
  MemberInfo,
  MembersSnapshot,
  MessageOf,
  ParamsOf,
  PatternFor,
  PatternOf,
} from '@channelkit/core';
import type { ReactElement } from 'react';
import type { ChannelListItem } from './channelListObserver.ts';
import type { PusherProviderProps } from './PusherProvider.tsx';
import type { HoldOptions, UseChannelResult } from './useChannel.ts';
import type { LiveRefreshOptions } from './useLiveRefresh.ts';
import type { PusherContextValue } from './usePusherContext.ts';
import type {
  NoReduceOptions,
  ReduceOptions,
  UsePusherEventOptions,
  UsePusherEventResult,
} from './usePusherEvent.ts';

type Nothing = null | undefined;

type EventHandler<TChannels, TPattern extends PatternOf<TChannels>, TEvent extends string> = (
  data: EventOutput<TChannels, TPattern, TEvent>,
  message: MessageOf<TChannels, TPattern, TEvent>,
) => void;

type StateOptions<TState, TMessage> = ReduceOptions<TState, TMessage> | NoReduceOptions;

type AnyMessage<TMessage> = TMessage extends ChannelMessage ? TMessage : never;

/** `usePusherEvent` of a contract: on a named channel, or on the user's channel. */
export interface UsePusherEvent<TChannels, TUser extends PatternOf<TChannels>> {
  /** Events of the given channel; `'*'` is all of them. */
  <
    const TArgument extends ChannelArgument<TChannels>,
    const TEvent extends EventName<TChannels, PatternFor<TChannels, TArgument>>,
    TState = EventOutput<TChannels, PatternFor<TChannels, TArgument>, TEvent> | undefined,
  >(
    event: TEvent | readonly TEvent[] | '*',
    handler: EventHandler<TChannels, PatternFor<TChannels, NoInfer<TArgument>>, TEvent> | Nothing,
    options: Omit<UsePusherEventOptions, 'channel'> & {
      readonly channel: TArgument | Nothing;
    } & StateOptions<TState, MessageOf<TChannels, PatternFor<TChannels, NoInfer<TArgument>>, TEvent>>,
  ): UsePusherEventResult<TState, AnyMessage<MessageOf<TChannels, PatternFor<TChannels, TArgument>, TEvent>>>;
  /** Events of the current user's channel, by `userChannel`. */
  <
    const TEvent extends EventName<TChannels, TUser>,
    TState = EventOutput<TChannels, TUser, TEvent> | undefined,
  >(
    event: TEvent | readonly TEvent[] | '*',
    handler?: EventHandler<TChannels, TUser, TEvent> | Nothing,
    options?: Omit<UsePusherEventOptions, 'channel'> & { readonly channel?: never } & StateOptions<
        TState,
        MessageOf<TChannels, TUser, TEvent>
      >,
  ): UsePusherEventResult<TState, AnyMessage<MessageOf<TChannels, TUser, TEvent>>>;
}

/** `trigger` of a channel: its `client-*` events only. */
export type ChannelTrigger<TChannels, TPattern extends PatternOf<TChannels>> = <
  const TEvent extends EventName<TChannels, TPattern> & `client-${string}`,
>(
  event: TEvent,
  data: EventInput<TChannels, TPattern, TEvent>,
) => Promise<void>;

/** The presence channels of a contract: no other has members. */
type PresenceOf<TChannels> = {
  [P in keyof TChannels as P extends `presence-${string}` ? P : never]: TChannels[P];
};

/** `usePresence` of a contract's presence channels: members typed by `member`. */
export interface UsePresence<TChannels> {
  <const TArgument extends ChannelArgument<TChannels>, TSelected>(
    channel: TArgument | Nothing,
    selector: (
      room: MembersSnapshot<MemberInfo<TChannels, PatternFor<TChannels, NoInfer<TArgument>>>>,
    ) => TSelected,
  ): TSelected;
  <const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument | Nothing,
  ): MembersSnapshot<MemberInfo<TChannels, PatternFor<TChannels, TArgument>>>;
}

/** The patterns that a user id alone makes a name of. */
export type UserPattern<TChannels> = {
  [P in PatternOf<TChannels>]: keyof ParamsOf<P> extends 'userId'
    ? 'userId' extends keyof ParamsOf<P>
      ? P
      : never
    : never;
}[PatternOf<TChannels>];

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Props of a contract's own provider: those of `PusherProvider`, with the contract and defaults already given. */
export type BoundProviderProps<TChannels> = DistributiveOmit<PusherProviderProps<TChannels>, 'channels'>;

/** What `createRealtimeHooks` returns: the provider and every hook, typed by the contract. */
export interface RealtimeHooks<TChannels, TUser extends PatternOf<TChannels> = never> {
  readonly PusherProvider: (props: BoundProviderProps<TChannels>) => ReactElement;
  readonly usePusherContext: () => PusherContextValue<TChannels>;
  readonly useConnection: {
    (): ConnectionSnapshot;
    <TSelected>(selector: (connection: ConnectionSnapshot) => TSelected): TSelected;
  };
  readonly usePusherEvent: UsePusherEvent<TChannels, TUser>;
  readonly useChannel: <const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument | Nothing,
    options?: HoldOptions,
  ) => UseChannelResult<ChannelTrigger<TChannels, PatternFor<TChannels, TArgument>>>;
  readonly useChannels: <const TArgument extends ChannelArgument<TChannels>>(
    channels: readonly TArgument[],
    options?: HoldOptions,
  ) => readonly ChannelListItem[];
  readonly usePresence: UsePresence<PresenceOf<TChannels>>;
  readonly useUserChannel: <const TPattern extends UserPattern<TChannels>>(
    template: TPattern,
  ) => ChannelName<TPattern> | null;
  readonly useGap: <const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument | Nothing,
    handler: (gap: ChannelGap) => void,
  ) => void;
  readonly useLiveRefresh: <const TArgument extends ChannelArgument<TChannels>>(
    channel: TArgument | Nothing,
    refresh: () => unknown,
    options?: LiveRefreshOptions,
  ) => void;
}
