import { channelKind } from '../protocol/channelName.ts';
import { isRecord } from '../protocol/json.ts';
import { callApi } from './apiCall.ts';
import { type Io, paint, printable } from './io.ts';
import type { TargetOptions } from './settings.ts';
import { chooseTarget } from './target.ts';

/** Options of `channelkit channels`. */
export interface ChannelsOptions extends TargetOptions {
  prefix?: string;
  json?: boolean;
}

/** Lists the occupied channels, or describes one. */
export async function channels(name: string | undefined, options: ChannelsOptions, io: Io): Promise<void> {
  const target = chooseTarget(options, io);
  const isPresence = (prefix = '') => channelKind(prefix) === 'presence';
  if (name === undefined) {
    const params = {
      ...(options.prefix === undefined ? {} : { filter_by_prefix: options.prefix }),
      ...(isPresence(options.prefix) ? { info: 'user_count' } : {}),
    };
    const answer = await callApi(target, { method: 'GET', path: '/channels', params }, io.signal);
    return options.json ? io.out(JSON.stringify(answer)) : printList(answer, io);
  }
  const path = `/channels/${encodeURIComponent(name)}`;
  const params: Record<string, string> = isPresence(name) ? { info: 'user_count' } : {};
  const info = await callApi(target, { method: 'GET', path, params }, io.signal);
  const users = isPresence(name)
    ? await callApi(target, { method: 'GET', path: `${path}/users` }, io.signal)
    : {};
  const answer = { ...(isRecord(info) ? info : {}), ...(isRecord(users) ? users : {}) };
  io.out(options.json ? JSON.stringify(answer) : `${name} ${printable(JSON.stringify(answer))}`);
}

function printList(answer: unknown, io: Io): void {
  const list = isRecord(answer) && isRecord(answer.channels) ? Object.entries(answer.channels) : [];
  if (list.length === 0) io.out(paint(io, 'dim', 'No occupied channels.'));
  for (const [name, attributes] of list) {
    const count =
      isRecord(attributes) && typeof attributes.user_count === 'number'
        ? `  ${attributes.user_count} users`
        : '';
    io.out(`${printable(name)}${count}`);
  }
}
