import { closeCodes } from '../protocol/closeCodes.ts';
import { parseUser } from '../protocol/identity.ts';
import { serviceMessage } from '../protocol/message.ts';
import { hmac, sameText, splitAuth, userAuthText } from '../protocol/signature.ts';
import type { Connection } from './connection.ts';

/** Handles `pusher:signin` (protocol 4). A failure is an error event; the connection stays open. */
export function signIn(connection: Connection, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const fail = (error: string) => connection.sendError(closeCodes.unauthorized, `Sign-in failed: ${error}`);
  const userData = typeof data.user_data === 'string' ? data.user_data : '';
  const [key, signature] = splitAuth(data.auth);
  const expected = hmac(app.options.secret, userAuthText(connection.socketId, userData));
  if (key !== app.options.key || !sameText(expected, signature))
    return fail('the signature of user_data is not valid');
  const user = parseUser(userData, hub.limits);
  if ('error' in user) return fail(user.error);
  const previous = connection.user;
  if (previous && previous.id !== user.id) return fail('another user is signed in');
  connection.authorized();
  connection.send(serviceMessage('pusher:signin_success', { user_data: userData }));
  const { watchlist } = hub.limits;
  if (user.watchlist.length > watchlist) {
    connection.sendError(
      closeCodes.watchlistTooLong,
      `The watchlist has more than ${watchlist} ids; the rest is ignored`,
    );
  }
  connection.user = { ...user, watchlist: [...new Set(user.watchlist)].slice(0, watchlist) };
  app.users.signIn(connection, connection.user, previous);
}
