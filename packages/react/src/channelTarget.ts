import {
  type ChannelContract,
  type ChannelLease,
  type ChannelStatus,
  type RealtimeClient,
  RealtimeError,
} from '@channelkit/core';
import { type CompiledPattern, compilePattern, idleStatus, silence } from '@channelkit/core/internal';
import type { FrameBatch } from './frameBatch.ts';
import type { Key } from './useKeyed.ts';

/** A channel argument without a contract's types. */
export type AnyChannel =
  | string
  | { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> };

/** What one hook wants to hold, resolved in render. */
export interface ChannelTarget {
  readonly client: RealtimeClient;
  readonly frames: FrameBatch;
  /** The concrete name; null: hold nothing. */
  readonly channel: string | null;
  readonly userId: string | null;
  readonly userChannel: CompiledPattern | undefined;
  /** The status while no lease is held: what the server renders too. */
  readonly atRest: ChannelStatus;
}

/** What distinguishes targets, and what is made `of` them. */
export function targetKey({ client, channel, userId, userChannel, atRest }: ChannelTarget, of: string): Key {
  return [of, client, channel, userId, userChannel?.pattern, channel === null ? atRest.reason : null];
}

/** Nothing is held, and why. */
export const notHeld = (reason: string): ChannelStatus => ({ ...idleStatus, reason });

/** Wanted, and on its way with the next commit. */
export const wantedStatus: ChannelStatus = { ...idleStatus, status: 'subscribing' };

/** The channel can never be held under this name. */
export const failedStatus = (error: RealtimeError): ChannelStatus => ({
  ...idleStatus,
  status: 'failed',
  reason: error.message,
  error,
});

/** The concrete name of an argument; whether Pusher and the contract accept it is checked when it is acquired. */
export function channelName(contract: ChannelContract | undefined, channel: AnyChannel): string {
  if (typeof channel === 'string') return channel;
  const { pattern, params = {} } = channel;
  if (contract && Object.hasOwn(contract.definitions, pattern)) return contract.name(pattern, params);
  return compilePattern(pattern).fill(params);
}

/** What `peek` knows of a channel that is held by others already, so that a swap of pages shows no detour; else null. */
export function known<T>(
  { client, channel, userId }: ChannelTarget,
  peek: (client: RealtimeClient, channel: string) => T | null,
): T | null {
  // What is known belongs to the user of the client, who is another one until a change of the prop has been committed.
  const isCurrent = client.user.getSnapshot().id === userId;
  return channel === null || !isCurrent ? null : peek(client, channel);
}

/** The status of a channel that is held by others already; else null. */
export const knownStatus = (target: ChannelTarget): ChannelStatus | null =>
  known(target, (client, channel) => client.peek(channel));

/**
 * A lease on the target's channel. The client ends what its contract knows for the user's; the template of the
 * provider says it of names without a contract.
 */
export function acquireLease({ client, userChannel, userId }: ChannelTarget, channel: string): ChannelLease {
  const isOwn = userId !== null && userChannel?.match(channel)?.userId === userId;
  return client.acquire(channel, isOwn ? { scope: 'user' } : {});
}

/** Who holds a target's channel. */
export interface Holder {
  /** Binds what is listened to; what the lease binds by itself ends with the release, for the rest it returns the stops. */
  attach(lease: ChannelLease): readonly (() => void)[];
  /** The name was refused: what came from a URL must not take the page down. */
  onRefused?(status: ChannelStatus): void;
}

/** Holds the target's channel until the returned release. */
export function holdLease(target: ChannelTarget, holder: Holder): () => void {
  const { channel } = target;
  if (channel === null) return () => {};
  let lease: ChannelLease;
  try {
    lease = acquireLease(target, channel);
  } catch (error) {
    if (!(error instanceof RealtimeError)) throw error;
    holder.onRefused?.(failedStatus(error));
    return () => {};
  }
  const stops = holder.attach(lease);
  return () => {
    for (const stop of stops) stop();
    silence(lease);
    // After the effects of the same commit: whoever takes the channel over has it before it is given back, so that no
    // change of keys, no StrictMode and no swap of pages depends on the grace (promise 3).
    queueMicrotask(() => lease.release());
  };
}
