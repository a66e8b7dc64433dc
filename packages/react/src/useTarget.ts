import { type ChannelContract, type ChannelStatus, RealtimeError } from '@channelkit/core';
import { CK403, compilePattern, idleStatus, offReason } from '@channelkit/core/internal';
import { type AnyChannel, type ChannelTarget, failedStatus } from './channelTarget.ts';
import { type Realtime, useRealtime } from './context.ts';
import { useUserId } from './useUserId.ts';

/** Stands for "no channel was asked for": the channel of the current user. */
export const ownChannel: unique symbol = Symbol('the channel of the current user');

/** Stands for a hook that is switched off. */
const nothing: unique symbol = Symbol('not enabled');

type Wish = AnyChannel | typeof ownChannel | typeof nothing | null | undefined;

/** Nothing is held, and why. */
const notHeld = (reason: string): ChannelStatus => ({ ...idleStatus, reason });

/** Wanted, and on its way with the next commit. */
const wantedStatus: ChannelStatus = { ...idleStatus, status: 'subscribing' };

/** The concrete name of an argument; whether Pusher and the contract accept it is checked when it is acquired. */
function channelName(contract: ChannelContract | undefined, channel: AnyChannel): string {
  if (typeof channel === 'string') return channel;
  const { pattern, params = {} } = channel;
  if (contract && Object.hasOwn(contract.definitions, pattern)) return contract.name(pattern, params);
  return compilePattern(pattern).fill(params);
}

function resolve(realtime: Realtime, userId: string | null, wish: Wish): string | ChannelStatus {
  const { contract, userChannel } = realtime;
  if (wish === nothing) return notHeld('it is not enabled');
  if (wish === null || wish === undefined) return notHeld('no channel is asked for');
  try {
    if (wish !== ownChannel) return channelName(contract, wish);
    if (userChannel === undefined)
      throw new RealtimeError(CK403, 'an event was asked for without naming a channel');
    return userId === null ? notHeld('there is no user') : userChannel.fill({ userId });
  } catch (error) {
    // The value of a parameter may come from a URL or a cookie: it is shown, not thrown.
    if (error instanceof RealtimeError && (error.code === 'CK101' || error.code === 'CK105'))
      return failedStatus(error);
    throw error;
  }
}

function aim(realtime: Realtime, userId: string | null, wish: Wish): ChannelTarget {
  const { client, frames, isDisabled, userChannel } = realtime;
  const found = resolve(realtime, userId, wish);
  const channel = typeof found === 'string' ? found : null;
  const wanted = isDisabled ? notHeld(offReason.disabled) : wantedStatus;
  const atRest = typeof found === 'string' ? wanted : found;
  return { client, frames, channel, userId, userChannel, atRest };
}

/** Finds out in render what a hook wants to hold. @throws RealtimeError CK401, CK403, CK103 */
export function useTarget(contract: object | undefined, wish: Wish, enabled: boolean): ChannelTarget {
  const realtime = useRealtime(contract);
  return aim(realtime, useUserId(realtime), enabled ? wish : nothing);
}

/** {@link useTarget} for a list. */
export function useTargets(
  contract: object | undefined,
  wishes: readonly AnyChannel[],
  enabled: boolean,
): readonly ChannelTarget[] {
  const realtime = useRealtime(contract);
  const userId = useUserId(realtime);
  return wishes.map((wish) => aim(realtime, userId, enabled ? wish : nothing));
}
