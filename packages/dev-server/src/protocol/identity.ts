import { isRecord, parseJson } from './json.ts';
import type { Limits } from './limits.ts';

/** A member of a presence channel. `userId` keeps the JSON type it arrived with (protocol 3.6). */
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

/** Why an identity is not accepted; `isTooBig` marks a size limit. */
export interface IdentityFault {
  error: string;
  isTooBig?: boolean;
}

/** Parses the `channel_data` of a presence subscription. */
export function parseMember(channelData: string, limits: Limits): Member | IdentityFault {
  if (Buffer.byteLength(channelData) > limits.memberData) {
    return { error: `channel_data has at most ${limits.memberData} bytes`, isTooBig: true };
  }
  const value = parseJson(channelData);
  if (!isRecord(value)) return { error: 'channel_data must be JSON with a user_id' };
  const id = value.user_id;
  if (typeof id !== 'string' && typeof id !== 'number')
    return { error: 'user_id must be a string or a number' };
  return idFault(String(id), limits) ?? { userId: id, userInfo: value.user_info };
}

/** Parses the `user_data` of a sign-in. The watchlist is returned in full. */
export function parseUser(userData: string, limits: Limits): User | IdentityFault {
  const value = parseJson(userData);
  if (!isRecord(value)) return { error: 'user_data must be JSON with an id' };
  const { id, user_info: userInfo } = value;
  if (typeof id !== 'string') return { error: 'user_data.id must be a string' };
  const fault = idFault(id, limits);
  if (fault) return fault;
  if (Buffer.byteLength(JSON.stringify(userInfo) ?? '') > limits.memberData) {
    return { error: `user_info has at most ${limits.memberData} bytes`, isTooBig: true };
  }
  const watchlist = Array.isArray(value.watchlist) ? value.watchlist : [];
  return { id, userInfo, watchlist: watchlist.filter((each): each is string => typeof each === 'string') };
}

function idFault(id: string, limits: Limits): IdentityFault | null {
  if (id === '') return { error: 'The user id must not be empty' };
  if (id.length <= limits.userId) return null;
  return { error: `A user id has at most ${limits.userId} characters`, isTooBig: true };
}
