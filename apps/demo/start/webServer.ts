import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { listenFrom } from './listenFrom.ts';

/** A port that is taken; what is asked for waits until `serve` says who answers. */
export interface WebListener {
  readonly server: Server;
  readonly serve: (listener: RequestListener) => void;
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

/** Takes the first free port from `firstPort` on; 0 lets the system choose. */
export async function listenForWeb(host: string, firstPort: number): Promise<WebListener> {
  let serve: WebListener['serve'] = () => {};
  const ready = new Promise<RequestListener>((resolve) => (serve = resolve));
  const server = createServer((request, response) => void ready.then((answer) => answer(request, response)));
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
