import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../http/control.ts';
import { HttpError } from '../http/httpError.ts';

/**
 * Keeps the page to people at this machine: the socket is local, the Host is a local name (a rebound DNS name is not),
 * and no other site's page is asking.
 *
 * @throws {HttpError} 403
 */
export function guardPage(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  if (!isLoopback(request.socket.remoteAddress))
    throw new HttpError(403, 'The page is served to this machine only');
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host)) {
    throw new HttpError(403, 'Open the page by a local address, such as localhost');
  }
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if ((isForeign && !isNavigation) || (origin !== undefined && origin !== `http://${host}`)) {
    throw new HttpError(403, 'Only the page itself may ask');
  }
}
