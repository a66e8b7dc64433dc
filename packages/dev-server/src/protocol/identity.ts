import { isRecord, parseJson } from './clientFrame.ts';
import type { Limits } from './limits.ts';

/** A member of a presence channel. `userId` keeps the JSON type it came with (protocol 3.6). */
export interface Member {
  userId: string | number;
  userInfo: unknown;
}

/** A signed-in user (protocol 4). */
export interface User {
  id: string;
  userInfo: unknown;
  watchlist: string[];
}

/** Reads `channel_data` of a presence subscription, or says what is wrong with it. */
export function parseMember(channelData: string, limits: Limits): Member | string {
  if (Buffer.byteLength(channelData) > limits.memberData) {
    return `channel_data has at most ${limits.memberData} bytes`;
  }
  const value = parseJson(channelData);
  if (!isRecord(value)) return 'channel_data must be JSON with a user_id';
  const id = value.user_id;
  const fault = idFault(id, limits);
  if (fault !== null || (typeof id !== 'string' && typeof id !== 'number')) {
    return fault ?? 'user_id must be a string or a number';
  }
  return { userId: id, userInfo: value.user_info };
}

/** Reads `user_data` of a sign-in, or says what is wrong with it. The watchlist is returned uncut. */
export function parseUser(userData: string, limits: Limits): User | string {
  const value = parseJson(userData);
  if (!isRecord(value)) return 'user_data must be JSON with an id';
  if (typeof value.id !== 'string') return 'user_data.id must be a string';
  const fault = idFault(value.id, limits);
  if (fault !== null) return fault;
  const watchlist = Array.isArray(value.watchlist) ? value.watchlist : [];
  return {
    id: value.id,
    userInfo: value.user_info,
    watchlist: watchlist.filter((id): id is string => typeof id === 'string'),
  };
}

function idFault(id: unknown, limits: Limits): string | null {
  if (typeof id !== 'string' && typeof id !== 'number') return 'The user id must be a string or a number';
  const text = String(id);
  if (text === '') return 'The user id must not be empty';
  return text.length > limits.userId ? `A user id has at most ${limits.userId} characters` : null;
}
