import type { App } from '../app/app.ts';
import { channelKind, isCacheChannel } from '../protocol/channelName.ts';
import { HttpError } from './httpError.ts';

/** What the HTTP API tells of a channel on request (protocol 5.2). */
export interface ChannelAttributes {
  user_count?: number;
  subscription_count?: number;
  cache?: { data: string; ttl: number } | null;
}

/** Splits an `info` parameter. */
export function parseInfo(info: unknown): string[] {
  if (info === undefined || info === '') return [];
  if (typeof info !== 'string') throw new HttpError(400, 'info must be a comma-separated string');
  return info.split(',').map((attribute) => attribute.trim());
}

/** Reads the wanted attributes of a channel; one that its kind does not have is a 400. */
export function channelAttributes(app: App, name: string, info: readonly string[]): ChannelAttributes {
  const attributes: ChannelAttributes = {};
  for (const attribute of info) Object.assign(attributes, readAttribute(app, name, attribute));
  return attributes;
}

function readAttribute(app: App, name: string, attribute: string): ChannelAttributes {
  const isPresence = channelKind(name) === 'presence';
  const channel = app.channels.get(name);
  switch (attribute) {
    case 'user_count':
      if (!isPresence) throw new HttpError(400, 'user_count is known of presence channels only');
      return { user_count: channel?.members.count ?? 0 };
    case 'subscription_count':
      if (isPresence) throw new HttpError(400, 'subscription_count is not known of presence channels');
      if (!app.options.subscriptionCount) throw new HttpError(400, 'subscription_count is off for this app');
      return { subscription_count: channel?.subscriptionCount ?? 0 };
    case 'cache': {
      if (!isCacheChannel(name)) throw new HttpError(400, 'cache is known of cache channels only');
      const cached = app.cache.get(name);
      return { cache: cached && { data: cached.data, ttl: cached.ttl } };
    }
    default:
      throw new HttpError(400, 'info knows user_count, subscription_count and cache');
  }
}
