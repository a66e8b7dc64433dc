import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { App } from '../app/app.ts';
import type { Hub } from '../hub.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { errorMessage } from '../protocol/message.ts';
import { Connection } from './connection.ts';

/** Accepts WebSocket upgrades at `/app/KEY`, or ends them with the code that says why not (protocol 1.1 and 2). */
export function acceptSocket(
  hub: Hub,
  sockets: WebSocketServer,
  upgrade: { request: IncomingMessage; wire: Duplex; head: Buffer },
): void {
  const { request, wire, head } = upgrade;
  wire.on('error', () => wire.destroy());
  const { path, query } = splitUrl(request.url ?? '/');
  const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
  const app = hub.apps.find((candidate) => candidate.options.key === key);
  const refused = app && hub.faults.strike('refuse', { app: app.options.id });
  if (refused && refused.code === undefined) return answerUpgrade(wire, refused.status ?? 503);
  sockets.handleUpgrade(request, wire, head, (socket) => {
    const refusal = refused?.code
      ? { code: refused.code, reason: 'Refused by the fault refuse' }
      : whyNot(hub, { key, app, query });
    if (refusal || !app) return turnAway(socket, refusal ?? unknownApp(key));
    const client = { name: query.get('client') ?? '', version: query.get('version') ?? '' };
    new Connection({ app, hub, socket, wire, client }).open();
  });
}

interface Ending {
  code: number;
  reason: string;
}

function whyNot(
  hub: Hub,
  { key, app, query }: { key: string | undefined; app: App | undefined; query: URLSearchParams },
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
  const full = hub.connectionsOf(app) >= app.options.maxConnections;
  if (full || hub.faults.strike('overQuota', { app: app.options.id })) {
    return { code: closeCodes.overQuota, reason: 'Application is over connection quota' };
  }
  return null;
}

function unknownApp(key = ''): Ending {
  const shown = key.slice(0, 64).replace(/[^\w.-]/g, '?');
  return { code: closeCodes.unknownApp, reason: `Application key ${shown} does not exist` };
}

function turnAway(socket: WebSocket, { code, reason }: Ending): void {
  socket.on('error', () => socket.terminate());
  if (code >= 4000 && code < 5000) socket.send(errorMessage(code, reason).text);
  socket.close(code, reason);
}

function answerUpgrade(wire: Duplex, status: number): void {
  wire.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Splits a request target into its raw path and its query. */
function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}
