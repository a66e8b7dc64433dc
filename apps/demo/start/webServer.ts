import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { clientAddressHeader } from '../server/clientAddressHeader.ts';
import { isHttps } from '../server/cookieName.ts';
import { listenFrom } from './listenFrom.ts';

/** A port that listens; requests wait until `serve` says who answers them. */
export interface WebListener {
  readonly server: Server;
  readonly serve: (listener: RequestListener) => void;
  readonly host: string;
  readonly port: number;
}

/** How long one connection may take, in milliseconds, before it is cut. */
interface Limits {
  readonly headers: number;
  readonly request: number;
  /** Without a byte in either direction. */
  readonly idle: number;
}

const usualLimits: Limits = { headers: 10_000, request: 30_000, idle: 60_000 };

const open = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Who is connected: the peer itself, or behind a proxy the last address that the proxy has added. */
function addressOf({ headers, socket }: Parameters<RequestListener>[0]): string {
  const forwarded = isHttps()
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  return forwarded || (socket.remoteAddress ?? 'unknown');
}

/** Listens on the first free port from `firstPort` on; 0 lets the system choose. Connections that are too slow are cut. */
export async function listenForWeb(
  host: string,
  firstPort: number,
  limits: Limits = usualLimits,
): Promise<WebListener> {
  let serve: WebListener['serve'] = () => {};
  const ready = new Promise<RequestListener>((resolve) => (serve = resolve));
  const options = {
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    // Node's 5 s are shorter than what clients and proxies keep: their next request would meet the end of the connection.
    keepAliveTimeout: limits.idle,
    connectionsCheckingInterval: Math.min(1000, limits.headers),
  };
  const server = createServer(options, (request, response) => {
    request.headers[clientAddressHeader] = addressOf(request);
    if (isHttps()) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    void ready.then((answer) => answer(request, response));
  });
  server.timeout = limits.idle;
  // A WebSocket may be silent for longer.
  server.on('upgrade', ({ socket }) => void socket.setTimeout(0));
  await listenFrom(firstPort, (port) => open(server, port, host));
  const { port } = server.address() as AddressInfo;
  return { server, serve, host, port };
}

/** Serves the application in this process, so that ending it ends everything. */
export async function serveWeb(
  { server, serve, host, port }: WebListener,
  { folder, development }: { readonly folder: string; readonly development: boolean },
): Promise<{ readonly stop: () => Promise<void> }> {
  const app = next({ dev: development, dir: folder, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  serve((request, response) => void handle(request, response));
  return {
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, app.close()]);
    },
  };
}
