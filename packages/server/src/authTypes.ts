import type { EventType, MatchedParams, PatternOf } from '@channelkit/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { PresenceMember } from './channelAuth.ts';
import type { Awaitable, EndpointOptions } from './endpoint.ts';

/** The patterns that nobody may join without a signature: private, presence and encrypted ones; without a contract any. */
export type GuardedPattern<TChannels> =
  string extends PatternOf<TChannels>
    ? PatternOf<TChannels>
    : Extract<PatternOf<TChannels>, `private-${string}` | `presence-${string}`>;

type MemberInput<TDefinition> = TDefinition extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<TDefinition>
  : TDefinition extends EventType<infer TInfo>
    ? TInfo
    : unknown;

/** The `user_info` of a presence pattern's members as the server passes it: the input of the contract's `member`. */
export type MemberInfoInput<TChannels, TPattern extends PatternOf<TChannels>> = TChannels[TPattern] extends {
  readonly '~channel': true;
  readonly member: infer TMember;
}
  ? MemberInput<TMember>
  : unknown;

/** A presence member whose `user_info` is required where the contract describes it. */
export type MemberOf<TChannels, TPattern extends PatternOf<TChannels>> =
  unknown extends MemberInfoInput<TChannels, TPattern>
    ? PresenceMember
    : Required<PresenceMember<MemberInfoInput<TChannels, TPattern>>>;

/** What a rule decides upon. */
export interface AuthorizeContext<TUser, TPattern extends string = string> {
  /** What `authenticate` returned. */
  readonly user: TUser;
  /** The parameters read from the channel's name, always strings. */
  readonly params: MatchedParams<TPattern>;
  /** Its body has been read. */
  readonly request: Request;
  /** The concrete name. */
  readonly channel: string;
  readonly socketId: string;
}

/**
 * Decides whether a user may join: only `true` lets in. On presence channels it returns the member that the others will see, made from
 * the user of the session (nothing that the browser sent is used), or false.
 */
export type AuthorizeRule<TChannels, TPattern extends PatternOf<TChannels>, TUser> = (
  context: AuthorizeContext<TUser, TPattern>,
) => string extends TPattern
  ? Awaitable<boolean | PresenceMember>
  : TPattern extends `presence-${string}`
    ? Awaitable<false | MemberOf<TChannels, TPattern>>
    : Awaitable<boolean>;

/** One rule for each guarded pattern of the contract; one that is missing does not compile. */
export type AuthorizeTable<TChannels, TUser> = {
  readonly [P in GuardedPattern<TChannels>]: AuthorizeRule<
    TChannels,
    string extends PatternOf<TChannels> ? PatternOf<TChannels> : P,
    TUser
  >;
};

/** Options of `createAuthHandler`. */
export interface AuthHandlerOptions<TChannels, TUser> extends EndpointOptions {
  /** The user of the session, null or anything falsy without one (401). The body has been read: look at headers and cookies. */
  readonly authenticate: (request: Request) => Awaitable<TUser | null | undefined>;
  /** Pattern → rule. Without a contract on the service the keys themselves are the patterns. */
  readonly authorize: AuthorizeTable<TChannels, TUser>;
}
