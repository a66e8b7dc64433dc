import type { ChannelContract, PatternOf } from '@channelkit/core';
import type { RealtimeHooks } from './realtimeHooks.ts';
import type { UntypedHooks } from './untypedHooks.ts';

/**
 * Registers the application's contract, so that the hooks imported from this package are typed by it. With two
 * contracts, use `createRealtimeHooks` instead.
 *
 * @example
 * declare module '@channelkit/react' {
 *   interface Register {
 *     channels: typeof channels; // the result of defineChannels
 *     userChannel: 'private-user.{userId}'; // optional: the `userChannel` of the provider
 *   }
 * }
 */
export interface Register {
  /** Keeps the interface from being empty; never set. */
  readonly '~register'?: never;
}

/** The hooks as exported: typed by the contract in {@link Register}, otherwise untyped. */
export type RegisteredHooks = Register extends { readonly channels: ChannelContract<infer TChannels> }
  ? RealtimeHooks<TChannels, UserPatternIn<Register, TChannels>>
  : UntypedHooks;

type UserPatternIn<TRegister, TChannels> = TRegister extends { readonly userChannel: infer TUser }
  ? TUser & PatternOf<TChannels>
  : never;
