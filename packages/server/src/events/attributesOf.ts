import { channelKind, isCacheChannel } from '@channelkit/core/contract/internal';
import type { ChannelAttribute } from './eventTypes.ts';

/**
 * Of the attributes asked for, those that a channel of this kind has. The API refuses the whole request for one that it has not, so the
 * others are left out: `user_count` is for presence channels, `subscription_count` for all others, `cache` for cache channels.
 */
export function attributesOf(channel: string, asked: readonly ChannelAttribute[]): ChannelAttribute[] {
  const isPresence = channelKind(channel) === 'presence';
  const has: Readonly<Record<ChannelAttribute, boolean>> = {
    user_count: isPresence,
    subscription_count: !isPresence,
    cache: isCacheChannel(channel),
  };
  return asked.filter((attribute) => has[attribute]);
}
