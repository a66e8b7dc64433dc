import type { RealtimeClient } from '@channelkit/core';
import { resolveChannel } from '@channelkit/core/internal';

/** A channel: a concrete name, or a pattern with its parameters. */
export type ChannelInput =
  | string
  | { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> };

/**
 * The concrete names of one channel, several or none.
 * @throws RealtimeError CK101, CK103, CK105 or CK106
 */
export function namesOf(
  client: RealtimeClient,
  channel: ChannelInput | readonly ChannelInput[] | null | undefined,
): readonly string[] {
  if (channel === null || channel === undefined) return [];
  const list: readonly ChannelInput[] = Array.isArray(channel) ? channel : [channel as ChannelInput];
  return list.map((item) => resolveChannel(client.contract, item));
}
