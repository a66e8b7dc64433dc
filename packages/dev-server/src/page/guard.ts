import type { IncomingMessage } from 'node:http';
import { isLocalName, isLoopback } from '../http/access.ts';
import { HttpError } from '../http/httpError.ts';

/**
 * Restricts the page to people at this machine: the socket is local, the Host is a local name (a rebound DNS name is
 * not), and the request does not come from another site's page.
 *
 * @throws {HttpError} 403
 */
export function guardPage(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  if (!isLoopback(request.socket.remoteAddress))
    throw new HttpError(403, 'The page is served to this machine only');
  if (!isLocalName(host.replace(/:\d+$/, ''))) {
    throw new HttpError(403, 'Open the page at a local address, such as localhost');
  }
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if ((isForeign && !isNavigation) || (origin !== undefined && origin !== `http://${host}`)) {
    throw new HttpError(403, 'Only the page itself may send this request');
  }
}
