import type {
  ChannelArgument,
  ChannelByPattern,
  ChannelGap,
  ChannelMessage,
  ChannelName,
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
import type { AnyChannel } from '../observers/aim.ts';
import type { ChannelListItem } from '../observers/statusObserver.ts';
import type { PusherProviderProps } from '../provider/PusherProvider.tsx';
import type { HoldOptions, LiveRefreshOptions, NoReduceOptions, ReduceOptions } from './options.ts';
import type { PusherContextValue, UseChannelResult, UsePusherEventResult } from './results.ts';
import type { UntypedHooks } from './untypedHooks.ts';

/** What `createRealtimeHooks` returns: the provider and every hook, typed by the contract. */
export interface RealtimeHooks<TChannels, TUser extends PatternOf<TChannels> = never> {
  readonly PusherProvider: (props: BoundProviderProps<TChannels>) => ReactElement;
  readonly usePusherContext: () => PusherContextValue<TChannels>;
  readonly useConnection: UntypedHooks['useConnection'];
  readonly usePusherEvent: UsePusherEvent<TChannels, TUser>;
  readonly useChannel: <const TArgument extends AnyChannel>(
    channel: Valid<TChannels, TArgument> | Nothing,
    options?: HoldOptions,
  ) => UseChannelResult<ChannelTrigger<TChannels, PatternFor<TChannels, TArgument>>>;
  readonly useChannels: <const TArgument extends AnyChannel>(
    channels: readonly Valid<TChannels, TArgument>[],
    options?: HoldOptions,
  ) => readonly ChannelListItem[];
  readonly usePresence: UsePresence<PresenceOf<TChannels>>;
  readonly useUserChannel: <const TPattern extends UserPattern<TChannels>>(
    template: TPattern,
  ) => ChannelName<TPattern> | null;
  readonly useGap: <const TArgument extends AnyChannel>(
    channel: Valid<TChannels, TArgument> | Nothing,
    handler: (gap: ChannelGap) => void,
  ) => void;
  readonly useLiveRefresh: <const TArgument extends AnyChannel>(
    channel: Valid<TChannels, TArgument> | Nothing,
    refresh: () => unknown,
    options?: LiveRefreshOptions,
  ) => void;
  readonly useIsLeader: UntypedHooks['useIsLeader'];
  readonly useSignIn: UntypedHooks['useSignIn'];
  /** Events addressed to a user are not part of a contract. */
  readonly useUserEvent: UntypedHooks['useUserEvent'];
  readonly useWatchlist: UntypedHooks['useWatchlist'];
}

/** `usePusherEvent` of a contract: on the option `channel`, or on the user's channel without it. `'*'` matches every event. */
export type UsePusherEvent<TChannels, TUser extends PatternOf<TChannels>> = <
  const TChannel extends AnyChannel | OwnChannel = OwnChannel,
  const TEvent extends EventName<TChannels, Heard<TChannels, TUser, TChannel>> = EventName<
    TChannels,
    Heard<TChannels, TUser, TChannel>
  >,
  TState = EventOutput<TChannels, Heard<TChannels, TUser, TChannel>, TEvent> | undefined,
>(
  event: TEvent | readonly TEvent[] | '*' | Hint<TChannel>,
  handler?:
    | ((
        data: EventOutput<TChannels, Heard<TChannels, TUser, NoInfer<TChannel>>, TEvent>,
        message: MessageOf<TChannels, Heard<TChannels, TUser, NoInfer<TChannel>>, TEvent>,
      ) => void)
    | Nothing,
  options?: HoldOptions & {
    readonly channel?: Valid<TChannels, TChannel> | Nothing;
  } & StateOptions<TState, MessageOf<TChannels, Heard<TChannels, TUser, NoInfer<TChannel>>, TEvent>>,
) => UsePusherEventResult<
  TState,
  AnyMessage<MessageOf<TChannels, Heard<TChannels, TUser, TChannel>, TEvent>>
>;

type StateOptions<TState, TMessage> = ReduceOptions<TState, TMessage> | NoReduceOptions;

type AnyMessage<TMessage> = TMessage extends ChannelMessage ? TMessage : never;

/** The option `channel` is absent: the channel of the current user. */
interface OwnChannel {
  readonly '~channel': 'own';
}

/**
 * The pattern whose events are received. For a wrong channel it is every pattern, so that the error is about the channel. It is a tuple
 * because `never` stands for a channel that is not inferred yet.
 */
type Heard<TChannels, TUser extends PatternOf<TChannels>, TChannel> = [TChannel] extends [OwnChannel]
  ? TUser
  : [PatternFor<TChannels, TChannel>] extends [never]
    ? PatternOf<TChannels>
    : PatternFor<TChannels, TChannel>;

/** Appears in the error for a missing `channel`; no value has this type. */
interface EventOfAnotherChannelNeedsTheOptionChannel {
  readonly '~hint': never;
}

type Hint<TChannel> = TChannel extends OwnChannel ? EventOfAnotherChannelNeedsTheOptionChannel : never;

/** The channel if the contract has it. Otherwise what the error shows: the missing parameters, or the existing patterns. */
type Valid<TChannels, TArgument> =
  TArgument extends ChannelArgument<TChannels>
    ? TArgument
    : TArgument extends { readonly pattern: infer TPattern extends PatternOf<TChannels> }
      ? ChannelByPattern<TPattern>
      : // not PatternOf: an alias would stand in the error, in place of the patterns
        { [P in PatternOf<TChannels>]: P }[PatternOf<TChannels>];

type Nothing = null | undefined;

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
export type UsePresence<TChannels> = <
  const TArgument extends AnyChannel,
  TSelected = MembersSnapshot<MemberInfo<TChannels, PatternFor<TChannels, TArgument>>>,
>(
  channel: Valid<TChannels, TArgument> | Nothing,
  selector?: (
    room: MembersSnapshot<MemberInfo<TChannels, PatternFor<TChannels, NoInfer<TArgument>>>>,
  ) => TSelected,
) => TSelected;

/** The patterns whose only parameter is `userId`. */
export type UserPattern<TChannels> = {
  [P in PatternOf<TChannels>]: keyof ParamsOf<P> extends 'userId'
    ? 'userId' extends keyof ParamsOf<P>
      ? P
      : never
    : never;
}[PatternOf<TChannels>];

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Props of a contract's provider: those of `PusherProvider` without the contract. */
export type BoundProviderProps<TChannels> = DistributiveOmit<PusherProviderProps<TChannels>, 'channels'>;
