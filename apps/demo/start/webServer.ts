import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { listenFrom } from './listenFrom.ts';

/** A port that is taken, and nothing served on it yet. */
export interface WebListener {
  readonly server: Server;
  readonly host: string;
  readonly port: number;
}

const open = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Takes the first free port from `firstPort` on; 0 lets the system choose. What is asked meanwhile waits. */
export async function listenForWeb(host: string, firstPort: number): Promise<WebListener> {
  const server = createServer();
  await listenFrom(firstPort, (port) => open(server, port, host));
  const { port } = server.address() as AddressInfo;
  return { server, host, port };
}

/** Serves the application in this process, so that ending it ends everything. */
export async function serveWeb(
  { server, host, port }: WebListener,
  { folder, development }: { readonly folder: string; readonly development: boolean },
): Promise<{ readonly stop: () => Promise<void> }> {
  const app = next({ dev: development, dir: folder, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on('request', (request, response) => void handle(request, response));
  return {
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, app.close()]);
    },
  };
}
