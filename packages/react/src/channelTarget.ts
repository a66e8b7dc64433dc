import type { ChannelStatus, RealtimeClient, RealtimeError } from '@channelkit/core';
import { type CompiledPattern, idleStatus } from '@channelkit/core/internal';
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
  return [of, client, channel, userId, userChannel?.pattern, atRest.reason];
}

/** The channel can never be held under this name. */
export const failedStatus = (error: RealtimeError): ChannelStatus => ({
  ...idleStatus,
  status: 'failed',
  reason: error.message,
  error,
});

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
