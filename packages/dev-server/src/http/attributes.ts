import type { App } from '../app/app.ts';
import { channelKind, isCacheChannel } from '../protocol/channelName.ts';
import { HttpError } from './httpError.ts';

/** The attributes of a channel that `info` can ask for (protocol 5.2). */
export interface ChannelAttributes {
  user_count?: number;
  subscription_count?: number;
  cache?: { data: string; ttl: number } | null;
}

const names = ['user_count', 'subscription_count', 'cache'] as const;
type AttributeName = (typeof names)[number];

/** Parses an `info` parameter; an unknown attribute is a 400. */
export function parseInfo(info: unknown): AttributeName[] {
  if (info === undefined || info === '') return [];
  if (typeof info !== 'string') throw new HttpError(400, 'info must be a comma-separated string');
  return info.split(',').map((part) => {
    const name = names.find((known) => known === part.trim());
    if (name === undefined) throw new HttpError(400, `info may contain ${names.join(', ')}`);
    return name;
  });
}

/** Reads the requested attributes of a channel; those that its kind does not have are left out. */
export function channelAttributes(app: App, name: string, info: readonly AttributeName[]): ChannelAttributes {
  const attributes: ChannelAttributes = {};
  for (const attribute of info) {
    if (missingReason(app, name, attribute) === null)
      Object.assign(attributes, readAttribute(app, name, attribute));
  }
  return attributes;
}

/** Throws a 400 for an attribute that the channel's kind does not have. */
export function requireAttributes(app: App, name: string, info: readonly AttributeName[]): void {
  for (const attribute of info) {
    const reason = missingReason(app, name, attribute);
    if (reason !== null) throw new HttpError(400, reason);
  }
}

function missingReason(app: App, name: string, attribute: AttributeName): string | null {
  const isPresence = channelKind(name) === 'presence';
  switch (attribute) {
    case 'user_count':
      return isPresence ? null : 'Only presence channels have a user_count';
    case 'subscription_count':
      if (isPresence) return 'Presence channels have no subscription_count';
      return app.options.subscriptionCount ? null : 'subscription_count is off for this app';
    case 'cache':
      return isCacheChannel(name) ? null : 'Only cache channels have a cache';
    default:
      return attribute satisfies never;
  }
}

function readAttribute(app: App, name: string, attribute: AttributeName): ChannelAttributes {
  const channel = app.channels.get(name);
  switch (attribute) {
    case 'user_count':
      return { user_count: channel?.members.count ?? 0 };
    case 'subscription_count':
      return { subscription_count: channel?.subscriptionCount ?? 0 };
    case 'cache': {
      const cached = app.cache.get(name);
      return { cache: cached && { data: cached.data, ttl: cached.ttl } };
    }
    default:
      return attribute satisfies never;
  }
}
