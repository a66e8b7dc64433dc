import { type ChannelContract, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { CK403, compilePattern, idleStatus, offReason } from '@channelkit/core/internal';
import type { Realtime } from '../provider/realtimeContext.ts';

/** What a hook holds, found in render: a channel by name, the current user's channel, or nothing, with the reason. */
export type Aim = string | typeof ownChannel | ChannelStatus;

/** A channel argument without a contract's types. */
export type AnyChannel =
  | string
  | { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> };

/** Stands for the channel of the current user. */
export const ownChannel: unique symbol = Symbol('the channel of the current user');

const nothing = (reason: string): ChannelStatus => ({ ...idleStatus, reason });
const notEnabled = nothing('it is not enabled');
const noChannel = nothing('no channel is asked for');
const noUser = nothing('there is no user');
const disabled = nothing(offReason.disabled);
/** The commit will acquire the channel. */
const wanted: ChannelStatus = { ...idleStatus, status: 'subscribing' };

/** The status of a channel whose name was refused. */
export const failedStatus = (error: RealtimeError): ChannelStatus => ({
  ...idleStatus,
  status: 'failed',
  reason: error.message,
  error,
});

/** @throws RealtimeError CK403, CK103 */
export function aimOf(
  realtime: Realtime,
  channel: AnyChannel | typeof ownChannel | null | undefined,
  isEnabled = true,
): Aim {
  if (!isEnabled) return notEnabled;
  if (channel === null || channel === undefined) return noChannel;
  if (channel === ownChannel && !realtime.userChannel)
    throw new RealtimeError(CK403, 'an event was asked for without the option `channel`');
  return typeof channel === 'object' ? named(() => fill(realtime.contract, channel)) : channel;
}

/** What the aim is for one user: the concrete channel, and the status while no lease is held, which the server renders too. */
export interface Spot {
  readonly userId: string | null;
  /** null: nothing is held. */
  readonly channel: string | null;
  readonly atRest: ChannelStatus;
}

export function spotOf({ isDisabled, userChannel }: Realtime, aim: Aim, userId: string | null): Spot {
  let found: string | ChannelStatus = noUser;
  if (aim !== ownChannel) found = aim;
  else if (userId !== null && userChannel) found = named(() => userChannel.fill({ userId }));
  return typeof found === 'object'
    ? { userId, channel: null, atRest: found }
    : { userId, channel: found, atRest: isDisabled ? disabled : wanted };
}

/** A parameter may come from a URL or a cookie: a name it cannot make is shown, not thrown. */
function named(make: () => string): string | ChannelStatus {
  try {
    return make();
  } catch (error) {
    if (error instanceof RealtimeError && (error.code === 'CK101' || error.code === 'CK105'))
      return failedStatus(error);
    throw error;
  }
}

/** Whether Pusher and the contract accept the name is checked when it is acquired. */
function fill(
  contract: ChannelContract | undefined,
  { pattern, params = {} }: Exclude<AnyChannel, string>,
): string {
  const isKnown = contract && Object.hasOwn(contract.definitions, pattern);
  return isKnown ? contract.name(pattern, params) : compilePattern(pattern).fill(params);
}
