import { closeCodes } from '../protocol/closeCodes.ts';
import { parseUser } from '../protocol/identity.ts';
import { serviceMessage } from '../protocol/message.ts';
import { hmac, sameText, userAuthText } from '../protocol/signature.ts';
import type { Connection } from './connection.ts';
import { splitAuth } from './subscribe.ts';

/** Answers `pusher:signin` (protocol 4). A failure is told by an error event; the connection stays open. */
export function signIn(connection: Connection, data: Record<string, unknown>): void {
  const { hub, app } = connection;
  const userData = typeof data.user_data === 'string' ? data.user_data : '';
  const [key, signature] = typeof data.auth === 'string' ? splitAuth(data.auth) : ['', ''];
  const expected = hmac(app.options.secret, userAuthText(connection.socketId, userData));
  if (key !== app.options.key || !sameText(expected, signature)) {
    return connection.sendError(
      closeCodes.unauthorized,
      'Sign-in failed: the signature of user_data is not valid',
    );
  }
  const user = parseUser(userData, hub.limits);
  if (typeof user === 'string')
    return connection.sendError(closeCodes.unauthorized, `Sign-in failed: ${user}`);
  if (connection.user && connection.user.id !== user.id) {
    return connection.sendError(closeCodes.unauthorized, 'Sign-in failed: another user is signed in');
  }
  connection.authorized();
  connection.send(serviceMessage('pusher:signin_success', { user_data: userData }));
  const { watchlist } = hub.limits;
  if (user.watchlist.length > watchlist) {
    connection.sendError(
      closeCodes.watchlistTooLong,
      `The watchlist has more than ${watchlist} ids; the first are kept`,
    );
  }
  if (connection.user) app.users.signOut(connection, connection.user);
  connection.user = { ...user, watchlist: [...new Set(user.watchlist)].slice(0, watchlist) };
  app.users.signIn(connection, connection.user);
}
