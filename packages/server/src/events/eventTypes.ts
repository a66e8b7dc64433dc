import type {
  ChannelByPattern,
  ChannelName,
  EventInput,
  EventName,
  EventsOf,
  PatternFor,
  PatternOf,
  RealtimeError,
} from '@channelkit/core/contract';

type EachEvents<TChannels, TPattern extends PatternOf<TChannels>> = TPattern extends unknown
  ? EventsOf<TChannels, TPattern>
  : never;

/** The events that all patterns of `TChannel` have. */
export type SharedEventName<TChannels, TChannel> = keyof EachEvents<
  TChannels,
  PatternFor<TChannels, TChannel>
> &
  string;

/** The payload that fits `TEvent` on all patterns of `TChannel`: the schema's input. */
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

/** One event of a batch: channel, event and payload of one pattern. */
export type BatchEvent<TChannels> = {
  [P in PatternOf<TChannels>]: {
    [E in EventName<TChannels, P>]: {
      readonly channel: ChannelName<P> | ChannelByPattern<P>;
      readonly event: E;
      readonly data: EventInput<TChannels, P, E>;
      /** A connection that does not get the event, usually the sender's. */
      readonly socketId?: string | null | undefined;
    };
  }[EventName<TChannels, P>];
}[PatternOf<TChannels>];

/**
 * What to do with a payload over the limit: refuse it (CK605), or send a smaller reference that the function returns or resolves to, for
 * example `({ id }) => ({ id })`, and let the client fetch the rest. The reference must fit the same schema.
 */
export type Oversize = 'refuse' | ((payload: unknown, event: { channel: string; event: string }) => unknown);

/** Options of one call to the HTTP API. */
export interface CallOptions {
  /** Aborts the call. What was already sent may have arrived. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `trigger` and `triggerBatch`. */
export interface TriggerOptions extends CallOptions {
  /** A connection that does not get the event, usually the sender's (`socketIdOf(request)`). */
  readonly socketId?: string | null | undefined;
  /** @default the service's, 'refuse' */
  readonly oversize?: Oversize | undefined;
  /**
   * Also retry requests that may have been carried out (timeouts, broken connections, 5xx). An event may then arrive twice.
   * @default the service's, false
   */
  readonly retryAmbiguous?: boolean | undefined;
  /** Channel attributes to return in `channels` of the result. A channel is asked only for those that its kind has. */
  readonly info?: readonly ChannelAttribute[] | undefined;
}

/** What the API knows of a channel: `user_count` of presence channels, `subscription_count` of all others, `cache` of cache channels. */
export type ChannelAttribute = 'user_count' | 'subscription_count' | 'cache';

/** Attributes of a channel, in Pusher's own field names. */
export interface ChannelAttributes {
  readonly user_count?: number;
  readonly subscription_count?: number;
  /** The cached event and the seconds until it expires; null when there is none. */
  readonly cache?: { readonly data: string; readonly ttl: number } | null;
}

/** An event that was not delivered, or may not have been. */
export interface FailedDelivery {
  /** Position in the list of channels or events that was passed. */
  readonly index: number;
  readonly channel: string;
  readonly error: RealtimeError;
  /** `refused`: certainly sent to nobody. `unknown`: there is no answer, it may have been sent. */
  readonly outcome: 'refused' | 'unknown';
  /** Whether the same event may succeed later. False for a payload that does not fit its schema, for example. */
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
