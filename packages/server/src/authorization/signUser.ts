import type { RealtimeError } from '@channelkit/core/contract';
import { toJson } from '../events/toJson.ts';
import { assertSocketId, assertUserId, assertUserSize, refuse, type Signing } from './signChannel.ts';

/** A user who signs in on a connection. */
export interface SignInUser {
  /** 1 to 128 characters. */
  readonly id: string;
  readonly user_info?: unknown;
  /** Ids of at most 100 users whose online state this user follows. */
  readonly watchlist?: readonly string[];
}

/** Result of `authenticateUser`: the fields of a user auth endpoint's answer, or why there is none. */
export type UserAuthResult =
  | { readonly ok: true; readonly auth: string; readonly user_data: string }
  | { readonly ok: false; readonly error: RealtimeError };

/**
 * Signs a user's sign-in: `id`, `user_info` and `watchlist`, and nothing else that the object has.
 * @throws RealtimeError CK609 or CK611
 */
export async function signUser(
  { config, signer }: Pick<Signing, 'config' | 'signer'>,
  socketId: string,
  user: SignInUser,
): Promise<UserAuthResult & { ok: true }> {
  assertSocketId(socketId);
  // pusher-js drops a sign-in whose id is a number.
  if (typeof user?.id !== 'string')
    throw refuse('the user has no id that is a string', 'Pass `{ id: String(id) }`.');
  assertUserId(user.id);
  const { id, user_info, watchlist } = user;
  assertUserSize(toJson({ id, user_info }));
  assertWatchlist(watchlist);
  const userData = toJson({ id, user_info, watchlist });
  const signature = await signer.sign(`${socketId}::user::${userData}`);
  return { ok: true, auth: `${config.key}:${signature}`, user_data: userData };
}

function assertWatchlist(watchlist: unknown): void {
  if (watchlist === undefined) return;
  if (!Array.isArray(watchlist) || !watchlist.every((id) => typeof id === 'string' && id !== ''))
    throw refuse('the watchlist is not a list of user ids', 'Pass ids as strings.');
  if (watchlist.length > 100) throw refuse('the watchlist has more than 100 ids', 'Shorten it.');
}
