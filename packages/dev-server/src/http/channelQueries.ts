import type { App } from '../app/app.ts';
import { channelKind, channelNameFault } from '../protocol/channelName.ts';
import type { Limits } from '../protocol/limits.ts';
import { channelAttributes, parseInfo, requireAttributes } from './attributes.ts';
import { HttpError } from './httpError.ts';

/** `GET /channels`: the occupied channels (protocol 5.2). */
export function listChannels(app: App, query: Readonly<Record<string, string>>): object {
  const prefix = query.filter_by_prefix ?? '';
  const info = parseInfo(query.info);
  const names = [...app.channels.keys()].filter((name) => name.startsWith(prefix));
  return { channels: Object.fromEntries(names.map((name) => [name, channelAttributes(app, name, info)])) };
}

/** `GET /channels/NAME`: here an attribute that the channel can never have is an error. */
export function readChannel(
  app: App,
  name: string,
  { query, limits }: { query: Readonly<Record<string, string>>; limits: Limits },
): object {
  checkName(name, limits);
  const info = parseInfo(query.info);
  requireAttributes(app, name, info);
  return { occupied: app.channels.has(name), ...channelAttributes(app, name, info) };
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
