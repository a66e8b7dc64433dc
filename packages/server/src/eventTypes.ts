import type {
  ChannelByPattern,
  ChannelName,
  EventInput,
  EventName,
  EventsOf,
  PatternFor,
  PatternOf,
  RealtimeError,
} from '@channelkit/core';

type EachEvents<TChannels, TPattern extends PatternOf<TChannels>> = TPattern extends unknown
  ? EventsOf<TChannels, TPattern>
  : never;

/** The events that every one of the patterns of `TChannel` has. */
export type SharedEventName<TChannels, TChannel> = keyof EachEvents<
  TChannels,
  PatternFor<TChannels, TChannel>
> &
  string;

/** The payload that fits `TEvent` on every one of the patterns of `TChannel`: the schema's input. */
export type SharedPayload<TChannels, TChannel, TEvent extends string> = PayloadOf<
  TChannels,
  PatternFor<TChannels, TChannel>,
  TEvent
>;
type PayloadOf<TChannels, TPattern extends PatternOf<TChannels>, TEvent extends string> = (
  TPattern extends unknown
    ? (payload: EventInput<TChannels, TPattern, TEvent>) => void
    : never
) extends (payload: infer TPayload) => void
  ? TPayload
  : never;

/** One event of a batch: channel, event and payload of one pattern of the contract. */
export type BatchEvent<TChannels> = {
  [P in PatternOf<TChannels>]: {
    [E in EventName<TChannels, P>]: {
      readonly channel: ChannelName<P> | ChannelByPattern<P>;
      readonly event: E;
      readonly data: EventInput<TChannels, P, E>;
      /** The connection that is left out, usually the sender's. */
      readonly socketId?: string | null | undefined;
    };
  }[EventName<TChannels, P>];
}[PatternOf<TChannels>];

/**
 * What to do with a payload beyond the limit: refuse it (CK605), or send in its place what the function returns (or resolves to), for example
 * `({ id }) => ({ id })`, which the client takes as the word to fetch. The reference must fit the same schema.
 */
export type Oversize = 'refuse' | ((payload: unknown, event: { channel: string; event: string }) => unknown);

/** Options of one call to the HTTP API. */
export interface CallOptions {
  /** Ends the call; what was already sent may have arrived. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `trigger` and `triggerBatch`. */
export interface TriggerOptions extends CallOptions {
  /** The connection that is left out, usually the sender's (`socketIdOf(request)`). */
  readonly socketId?: string | null | undefined;
  /** @default the service's, 'refuse' */
  readonly oversize?: Oversize | undefined;
  /**
   * Also repeat requests that may have been carried out (timeouts, broken connections, 5xx): an event may then arrive twice.
   * @default the service's, false
   */
  readonly retryAmbiguous?: boolean | undefined;
  /** Attributes of the channels wanted in the answer; `channels` or `batch` of the result. */
  readonly info?: readonly ChannelAttribute[] | undefined;
}

/** What can be asked of a channel. `user_count` is for presence channels, `cache` for cache channels. */
export type ChannelAttribute = 'user_count' | 'subscription_count' | 'cache';

/** An answer about a channel, in Pusher's own field names. */
export interface ChannelAttributes {
  readonly user_count?: number;
  readonly subscription_count?: number;
  /** The cached event and its remaining seconds, null when there is none. */
  readonly cache?: { readonly data: string; readonly ttl: number } | null;
}

/** An event that reached no one, or may not have. */
export interface FailedDelivery {
  /** Position in the list of channels or events that was passed. */
  readonly index: number;
  readonly channel: string;
  readonly error: RealtimeError;
  /** `refused`: surely not sent to anyone. `unknown`: the answer is missing, it may have been. */
  readonly outcome: 'refused' | 'unknown';
  /** Whether the same event may succeed later; false for a payload that does not fit, for example. */
  readonly transient: boolean;
}

/** Result of `trigger` and `triggerBatch`; `delivered` and `failed` are in the order given. */
export type TriggerResult =
  | {
      readonly ok: true;
      readonly delivered: readonly string[];
      readonly failed: readonly [];
      /** By channel name, when `info` was asked for. */
      readonly channels?: Readonly<Record<string, ChannelAttributes>>;
    }
  | {
      readonly ok: false;
      /** The first failure. */
      readonly error: RealtimeError;
      /** Names of the channels that the API accepted the event for. */
      readonly delivered: readonly string[];
      readonly failed: readonly FailedDelivery[];
    };
