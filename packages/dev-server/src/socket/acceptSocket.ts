import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server, WebSocket } from 'ws';
import type { App } from '../app/app.ts';
import { type AccessRules, emitRefused, socketAccessFault } from '../http/access.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { errorMessage } from '../protocol/message.ts';
import type { Hub } from '../server/hub.ts';
import { Connection } from './connection.ts';
import { handleFrame } from './handleFrame.ts';
import type { ProtocolSocket } from './protocolSocket.ts';

/** Accepts WebSocket upgrades at `/app/KEY`, or closes them with the code that gives the reason (protocol 1.1 and 2). */
export function acceptSocket(
  hub: Hub,
  { sockets, access }: { sockets: Server<typeof ProtocolSocket>; access: AccessRules },
  { request, wire, head }: Upgrade,
): void {
  wire.on('error', destroy);
  const visit = visitOf(hub, access, request);
  if (visit.status !== undefined) return answerUpgrade(wire, visit.status);
  sockets.handleUpgrade(request, wire, head, (socket) => {
    if (visit.ending) turnAway(socket, visit.ending);
    else if (visit.app)
      new Connection({ app: visit.app, hub, socket, wire, client: visit.client, handle: handleFrame }).open();
  });
}

/** An HTTP request that asks for a WebSocket. */
export interface Upgrade {
  request: IncomingMessage;
  wire: Duplex;
  head: Buffer;
}

/** What becomes of an upgrade: an HTTP status, an ending, or a client of an app. */
interface Visit {
  status?: number;
  ending: Ending | null;
  app: App | null;
  client: { name: string; version: string; protocol: number };
}

interface Ending {
  code: number;
  reason: string;
}

function visitOf(hub: Hub, access: AccessRules, request: IncomingMessage): Visit {
  const { path, query } = splitUrl(request.url ?? '/');
  const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
  const app = hub.apps.find((candidate) => candidate.options.key === key) ?? null;
  const client = {
    name: query.get('client') ?? '',
    version: query.get('version') ?? '',
    protocol: Number(query.get('protocol') ?? 7),
  };
  const refused = app && hub.faults.strike('refuse', { app: app.options.id });
  if (refused && refused.code === undefined) {
    return { status: refused.status ?? 503, ending: null, app, client };
  }
  const denied = socketAccessFault(access, request.headers);
  if (denied !== null) emitRefused(hub.emit, request.headers, denied);
  const ending = denied === null ? endingOf(hub, { key, app, query }) : { code: 4009, reason: denied };
  const struck = refused?.code ? { code: refused.code, reason: 'Refused by the fault refuse' } : null;
  return { ending: struck ?? ending, app, client };
}

function endingOf(
  hub: Hub,
  { key, app, query }: { key: string | undefined; app: App | null; query: URLSearchParams },
): Ending | null {
  if (key === undefined) return { code: closeCodes.pathNotFound, reason: 'Path not found' };
  if (!app) return unknownApp(key);
  const protocol = query.get('protocol');
  if (protocol === null && hub.strict) return { code: closeCodes.noProtocol, reason: 'No protocol supplied' };
  if (protocol !== null && !/^[4-7]$/.test(protocol)) {
    return { code: closeCodes.unsupportedProtocol, reason: 'Unsupported protocol version' };
  }
  const version = query.get('version');
  if (version !== null && !/^\d+(\.\d+)*([-+.][\w.+-]*)?$/.test(version)) {
    return { code: closeCodes.badVersion, reason: 'Invalid version string format' };
  }
  if (!app.options.enabled) return { code: closeCodes.appDisabled, reason: 'Application disabled' };
  const isFull = hub.connectionsOf(app) >= app.options.maxConnections;
  if (isFull || hub.faults.strike('overQuota', { app: app.options.id })) {
    return { code: closeCodes.overQuota, reason: 'Application is over connection quota' };
  }
  return null;
}

function unknownApp(key: string): Ending {
  const shown = key.slice(0, 64).replace(/[^\w.-]/g, '?');
  return { code: closeCodes.unknownApp, reason: `Application key ${shown} does not exist` };
}

function turnAway(socket: WebSocket, { code, reason }: Ending): void {
  socket.on('error', () => socket.terminate());
  if (code >= 4000) socket.send(errorMessage(code, reason).text);
  socket.close(code, reason);
}

function answerUpgrade(wire: Duplex, status: number): void {
  wire.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Shared by all sockets: a closure here would keep the whole request in memory. */
function destroy(this: Duplex): void {
  this.destroy();
}

/** Splits a request target into its raw path and its query. */
function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}
