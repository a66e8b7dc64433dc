import type { App } from '../app/app.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { errorMessage } from '../protocol/message.ts';
import type { Hub } from '../server/hub.ts';
import type { ApiRequest } from './apiRequest.ts';
import { authenticate } from './authenticate.ts';
import { listChannels, listUsers, readChannel } from './channelQueries.ts';
import { HttpError } from './httpError.ts';
import { publishBatch, publishEvent } from './publishing.ts';

/** Answers a request below `/apps/ID` (protocol 5). @throws {HttpError} for an invalid request */
export function answerApi(hub: Hub, app: App, request: ApiRequest): object {
  const target = { app: app.options.id };
  const failing = hub.faults.strike('failApi', target);
  if (failing) throw new HttpError(failing.status ?? 500, 'Failed by the fault failApi');
  authenticate(app, request, hub.limits.clockSkew);
  if (!app.options.enabled) throw new HttpError(403, 'The app is disabled');
  if (hub.faults.strike('overQuota', target)) throw new HttpError(403, 'The app is over its quota');
  const [, , resource = '', name, detail, ...rest] = request.segments;
  if (rest.length > 0) throw new HttpError(404, 'Unknown path');
  const route = [resource, name === undefined ? '' : '*', detail ?? ''].join('/');
  switch (`${request.method} ${route}`) {
    case 'POST events//':
      return publishEvent(hub, app, request.body);
    case 'POST batch_events//':
      return publishBatch(hub, app, request.body);
    case 'GET channels//':
      return listChannels(app, request.query);
    case 'GET channels/*/':
      return readChannel(app, name ?? '', { query: request.query, limits: hub.limits });
    case 'GET channels/*/users':
      return listUsers(app, name ?? '', hub.limits);
    case 'POST users/*/terminate_connections':
      return terminate(hub, app, name ?? '');
    default:
      throw new HttpError(404, 'Unknown path or method');
  }
}

/** Closes a signed-in user's connections with a code after which clients do not reconnect (protocol 5.2). */
function terminate(hub: Hub, app: App, userId: string): object {
  for (const { socketId } of app.users.connectionsOf(userId)) {
    const connection = hub.connections.get(socketId);
    connection?.send(errorMessage(closeCodes.unauthorized, 'Connection terminated by the app'));
    connection?.close(closeCodes.unauthorized, 'Connection terminated by the app');
  }
  return {};
}
