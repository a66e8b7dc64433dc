import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { listenFrom } from './listenFrom.ts';

/** A running web server. */
export interface WebServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

interface WebServerOptions {
  readonly folder: string;
  readonly development: boolean;
  readonly host: string;
  /** Where to begin to look for a free port; 0 lets the system choose. */
  readonly firstPort: number;
}

const open = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Serves the application in this process, so that ending it ends everything. */
export async function startWebServer({
  folder,
  development,
  host,
  firstPort,
}: WebServerOptions): Promise<WebServer> {
  const server = createServer();
  await listenFrom(firstPort, (port) => open(server, port, host));
  const { port } = server.address() as AddressInfo;
  const app = next({ dev: development, dir: folder, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on('request', (request, response) => void handle(request, response));
  return {
    port,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, app.close()]);
    },
  };
}
