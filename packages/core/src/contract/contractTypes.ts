import type { StandardSchemaV1 } from '@standard-schema/spec';

declare const payload: unique symbol;

/** An event described by its type alone: nothing is validated at run time. Made by `event<T>()`. */
export interface EventType<TPayload = unknown> {
  readonly '~event': 'type';
  readonly [payload]?: TPayload;
}

/** How an event's payload is described: any Standard Schema (zod, valibot, …) or `event<T>()`. */
export type EventDefinition = StandardSchemaV1 | EventType;

/** Event name → payload description. */
export type EventMap = Readonly<Record<string, EventDefinition>>;

/** The long form of a channel: its events, for presence channels its members' `user_info`, and its durability. Made by `channel()`. */
export interface ChannelSpec<
  TEvents extends EventMap = EventMap,
  TMember extends EventDefinition = EventDefinition,
> {
  readonly '~channel': true;
  readonly events: TEvents;
  readonly member: TMember;
  /** Whether the server keeps its events in a log, from which a client resumes. */
  readonly durable: boolean;
}

/** Channel pattern → its events, short or long form. The argument of `defineChannels`. */
export type ChannelDefinitions = Readonly<Record<string, EventMap | ChannelSpec>>;

/** The definitions of a client without a contract: any channel, any event, payloads `unknown`. */
export type UntypedChannels = Readonly<Record<string, Readonly<Record<string, EventType<unknown>>>>>;

/** The patterns of a contract. */
export type PatternOf<TChannels> = keyof TChannels & string;

type Trimmed<TKey extends string> = TKey extends `${infer TName}*` ? TName : TKey;
type ParamKeys<TPattern extends string> = TPattern extends `${string}{${infer TKey}}${infer TRest}`
  ? Trimmed<TKey> | ParamKeys<TRest>
  : never;

/** The parameters of a pattern: `{ invoiceId: string | number }`; `{}` for a fixed name. */
export type ParamsOf<TPattern extends string> = string extends TPattern
  ? Readonly<Record<string, string | number>>
  : { readonly [K in ParamKeys<TPattern>]: string | number };

/** The parameters of a pattern as read from a name: always strings. */
export type MatchedParams<TPattern extends string> = string extends TPattern
  ? Readonly<Record<string, string>>
  : { readonly [K in ParamKeys<TPattern>]: string };

/** The names that match a pattern, as a template literal type. */
export type ChannelName<TPattern extends string> = TPattern extends `${infer TStart}{${string}}${infer TRest}`
  ? `${TStart}${string}${ChannelName<TRest>}`
  : TPattern;

/** A channel given by pattern and parameters. */
export type ChannelByPattern<TPattern extends string> = TPattern extends unknown
  ? string extends TPattern
    ? { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> }
    : [ParamKeys<TPattern>] extends [never]
      ? { readonly pattern: TPattern; readonly params?: Readonly<Record<string, never>> }
      : { readonly pattern: TPattern; readonly params: ParamsOf<TPattern> }
  : never;

/** A channel as every API takes it: a concrete name or `{ pattern, params }`. */
export type ChannelArgument<TChannels, TPattern extends PatternOf<TChannels> = PatternOf<TChannels>> =
  | (TPattern extends unknown ? ChannelName<TPattern> : never)
  | ChannelByPattern<TPattern>;

type Segments<TName extends string> = TName extends `${infer THead}.${infer TRest}`
  ? [THead, ...Segments<TRest>]
  : [TName];
type SegmentsFit<TName extends string[], TPattern extends string[]> = TName extends [
  infer N extends string,
  ...infer NRest extends string[],
]
  ? TPattern extends [infer P extends string, ...infer PRest extends string[]]
    ? N extends ChannelName<P>
      ? SegmentsFit<NRest, PRest>
      : false
    : false
  : TPattern extends []
    ? true
    : false;
type Fits<TName extends string, TPattern extends string> =
  TName extends ChannelName<TPattern>
    ? string extends TPattern
      ? true
      : TPattern extends `${string}*}${string}`
        ? true
        : SegmentsFit<Segments<TName>, Segments<TPattern>>
    : false;

/** The pattern that a channel argument belongs to; `never` if the contract has none. */
export type PatternFor<TChannels, TArgument> = TArgument extends { readonly pattern: infer TPattern }
  ? TPattern & PatternOf<TChannels>
  : TArgument extends PatternOf<TChannels>
    ? TArgument
    : TArgument extends string
      ? {
          [P in PatternOf<TChannels>]: Fits<TArgument, P> extends true ? P : never;
        }[PatternOf<TChannels>]
      : never;

/** The event map of a pattern, short or long form. */
export type EventsOf<TChannels, TPattern extends PatternOf<TChannels>> = TChannels[TPattern] extends {
  readonly '~channel': true;
  readonly events: infer TEvents;
}
  ? TEvents
  : TChannels[TPattern];

/** The event names of a pattern. */
export type EventName<TChannels, TPattern extends PatternOf<TChannels>> = TPattern extends unknown
  ? keyof EventsOf<TChannels, TPattern> & string
  : never;

type Output<TDefinition> = TDefinition extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<TDefinition>
  : TDefinition extends EventType<infer TPayload>
    ? TPayload
    : unknown;
type Input<TDefinition> = TDefinition extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<TDefinition>
  : TDefinition extends EventType<infer TPayload>
    ? TPayload
    : unknown;

/** The payload as a receiver gets it: the schema's output. */
export type EventOutput<
  TChannels,
  TPattern extends PatternOf<TChannels>,
  TEvent extends string,
> = TPattern extends unknown
  ? TEvent extends keyof EventsOf<TChannels, TPattern>
    ? Output<EventsOf<TChannels, TPattern>[TEvent]>
    : never
  : never;

/** The payload as a sender passes it: the schema's input. */
export type EventInput<
  TChannels,
  TPattern extends PatternOf<TChannels>,
  TEvent extends string,
> = TPattern extends unknown
  ? TEvent extends keyof EventsOf<TChannels, TPattern>
    ? Input<EventsOf<TChannels, TPattern>[TEvent]>
    : never
  : never;

/** The `user_info` of a presence channel's members. */
export type MemberInfo<TChannels, TPattern extends PatternOf<TChannels>> = TChannels[TPattern] extends {
  readonly '~channel': true;
  readonly member: infer TMember;
}
  ? Output<TMember>
  : unknown;

/** An event as it arrived on a channel. */
export interface ChannelMessage<TEvent extends string = string, TData = unknown> {
  readonly event: TEvent;
  /** The payload, parsed and validated. */
  readonly data: TData;
  /** The concrete channel name. */
  readonly channel: string;
  /** The sender of a client event on a presence channel; absent otherwise. */
  readonly userId?: string;
  /** Time of arrival, in milliseconds since the epoch. */
  readonly receivedAt: number;
  /** On durable channels, identifies the event in every window that gets it; absent otherwise. */
  readonly id?: string | undefined;
  /** On durable channels, when the back end logged it, in milliseconds since the epoch by the server's clock; absent otherwise. */
  readonly sentAt?: number | undefined;
  /** On durable channels, whether it comes from the back end's log because it was missed when it was sent; absent otherwise. */
  readonly replayed?: boolean;
}

/** The union of the messages of a pattern, discriminated by `event`. */
export type MessageOf<
  TChannels,
  TPattern extends PatternOf<TChannels>,
  TEvent extends string = EventName<TChannels, TPattern>,
> = TPattern extends unknown
  ? TEvent extends EventName<TChannels, TPattern>
    ? ChannelMessage<TEvent, EventOutput<TChannels, TPattern, TEvent>>
    : never
  : never;
