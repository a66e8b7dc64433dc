import type { EventType, MatchedParams, PatternOf } from '@channelkit/core/contract';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Awaitable } from '../awaitable.ts';
import type { EndpointOptions } from '../http/createEndpoint.ts';
import type { PresenceMember } from './signChannel.ts';

/** The patterns that need a signature to join: private, presence and encrypted ones; any pattern without a contract. */
export type GuardedPattern<TChannels> =
  string extends PatternOf<TChannels>
    ? PatternOf<TChannels>
    : Extract<PatternOf<TChannels>, `private-${string}` | `presence-${string}`>;

type MemberInput<TDefinition> = TDefinition extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<TDefinition>
  : TDefinition extends EventType<infer TInfo>
    ? TInfo
    : unknown;

/** The `user_info` of a presence pattern's members: the input of the contract's `member` schema. */
export type MemberInfoInput<TChannels, TPattern extends PatternOf<TChannels>> = TChannels[TPattern] extends {
  readonly '~channel': true;
  readonly member: infer TMember;
}
  ? MemberInput<TMember>
  : unknown;

/** A presence member. `user_info` is required where the contract describes it. */
export type MemberOf<TChannels, TPattern extends PatternOf<TChannels>> =
  unknown extends MemberInfoInput<TChannels, TPattern>
    ? PresenceMember
    : Required<PresenceMember<MemberInfoInput<TChannels, TPattern>>>;

/** What a rule decides on. */
export interface AuthorizeContext<TUser, TPattern extends string = string> {
  /** What `authenticate` returned. */
  readonly user: TUser;
  /** The parameters in the channel's name, always strings. */
  readonly params: MatchedParams<TPattern>;
  /** The request; its body has been read. */
  readonly request: Request;
  /** The concrete name. */
  readonly channel: string;
  readonly socketId: string;
}

/**
 * Decides whether a user may join; only `true` lets the user in. On presence channels it returns the member that others will see, or
 * false. Build the member from the session's user: nothing that the browser sent is used.
 */
export type AuthorizeRule<TChannels, TPattern extends PatternOf<TChannels>, TUser> = (
  context: AuthorizeContext<TUser, TPattern>,
) => string extends TPattern
  ? Awaitable<boolean | PresenceMember>
  : TPattern extends `presence-${string}`
    ? Awaitable<false | MemberOf<TChannels, TPattern>>
    : Awaitable<boolean>;

/** One rule for each guarded pattern of the contract. A missing rule does not compile. */
export type AuthorizeTable<TChannels, TUser> = {
  readonly [P in GuardedPattern<TChannels>]: AuthorizeRule<
    TChannels,
    string extends PatternOf<TChannels> ? PatternOf<TChannels> : P,
    TUser
  >;
};

/** Options of `createAuthHandler`. */
export interface AuthHandlerOptions<TChannels, TUser> extends EndpointOptions {
  /**
   * The user of the session; null or anything falsy when there is none (401). A Response, an error and a result without a user, such as
   * `{ user: null }`, are answered with 401 as well and reported (CK613). The body has been read: use headers and cookies.
   */
  readonly authenticate: (request: Request) => Awaitable<TUser | null | undefined>;
  /** Pattern → rule. Without a contract on the service, the keys themselves are the patterns. */
  readonly authorize: AuthorizeTable<TChannels, TUser>;
}
