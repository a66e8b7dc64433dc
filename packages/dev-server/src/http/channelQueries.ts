import type { App } from '../app/app.ts';
import { channelKind, channelNameFault } from '../protocol/channelName.ts';
import type { Limits } from '../protocol/limits.ts';
import { channelAttributes, parseInfo } from './attributes.ts';
import { HttpError } from './httpError.ts';

/** `GET /channels`: the occupied channels (protocol 5.2). */
export function listChannels(app: App, query: Readonly<Record<string, string>>): object {
  const prefix = query.filter_by_prefix ?? '';
  const info = parseInfo(query.info);
  if (info.some((attribute) => attribute !== 'user_count')) {
    throw new HttpError(400, 'info of a list of channels knows user_count only');
  }
  if (info.length > 0 && !prefix.startsWith('presence-')) {
    throw new HttpError(400, 'user_count needs filter_by_prefix to begin with presence-');
  }
  const names = [...app.channels.keys()].filter((name) => name.startsWith(prefix));
  return { channels: Object.fromEntries(names.map((name) => [name, channelAttributes(app, name, info)])) };
}

/** `GET /channels/NAME`. */
export function readChannel(
  app: App,
  name: string,
  asked: { query: Readonly<Record<string, string>>; limits: Limits },
): object {
  checkName(name, asked.limits);
  return { occupied: app.channels.has(name), ...channelAttributes(app, name, parseInfo(asked.query.info)) };
}

/** `GET /channels/NAME/users`: presence channels only. */
export function listUsers(app: App, name: string, limits: Limits): object {
  checkName(name, limits);
  if (channelKind(name) !== 'presence') throw new HttpError(400, 'Only presence channels have users');
  return { users: (app.channels.get(name)?.members.ids() ?? []).map((id) => ({ id })) };
}

function checkName(name: string, limits: Limits): void {
  const fault = channelNameFault(name, limits.channelName);
  if (fault) throw new HttpError(400, fault);
}
