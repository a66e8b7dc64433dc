import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type AppOptions, defaultApp } from './app/options.ts';
import { checkOptions } from './checkOptions.ts';
import type { DevServer, DevServerOptions, RestartOptions, StopOptions } from './devServer.ts';
import { createFaultControls } from './faults/faultControls.ts';
import { handleRequest, type RequestSettings } from './http/handleRequest.ts';
import { Hub } from './hub.ts';
import { Listener } from './listener.ts';
import { createObservation } from './observe/observation.ts';
import { closeCodes } from './protocol/closeCodes.ts';
import { acceptSocket } from './socket/acceptSocket.ts';

/**
 * Starts a server of the Pusher Channels protocol on this machine, for local work and tests. It keeps everything in
 * memory and is not for production.
 *
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 * @throws {TypeError} when an option is not usable
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  checkOptions(options);
  const hub = createHub(options);
  const sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: hub.limits.frame,
  });
  const faults = createFaultControls(hub);
  const settings: RequestSettings = {
    cors: options.cors ?? [],
    control: { faults, limits: hub.limits, restart: (how) => restart(how) },
  };
  const { host = '127.0.0.1', port = 0, requestTimeout = 10_000 } = options;
  const listener = new Listener(
    { host, port, requestTimeout },
    {
      request: (request, response) => void handleRequest(hub, settings, { request, response }),
      upgrade: (request, wire, head) => acceptSocket(hub, sockets, { request, wire, head }),
    },
  );
  await listener.open();
  let isStopped = false;
  const close = async (how: StopOptions) => {
    const closed = listener.close();
    await Promise.all([disconnectAll(hub, sockets, how), closed]);
  };
  const restart = async ({ downtime = 0, ...how }: RestartOptions = {}) => {
    await close(how);
    if (downtime > 0) await sleep(downtime);
    if (!isStopped) await listener.open();
  };
  return {
    ...faults,
    ...createObservation(hub),
    host,
    port: listener.port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
    wsPath: '',
    apps: hub.apps.map(({ options: { id, key, secret } }) => ({ id, key, secret })),
    trigger: (channel, event, data, { app, socketId } = {}) => {
      const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? 'null');
      hub.publish(appOf(hub, app), channel, event, text, socketId);
    },
    restart,
    stop: async (how = {}) => {
      isStopped = true;
      await close(how);
      hub.faults.clear();
      for (const app of hub.apps) app.dispose();
    },
  };
}

function createHub(options: DevServerOptions): Hub {
  const apps: readonly AppOptions[] = options.apps ?? [defaultApp];
  return new Hub({
    apps,
    limits: options.limits ?? {},
    strict: options.strict ?? false,
    activityTimeout: options.activityTimeout ?? 120,
    pongTimeout: options.pongTimeout ?? 30,
    frameLog: options.frameLog ?? 2000,
    seed: options.seed ?? 1,
    onWebhook: () => {},
  });
}

function appOf(hub: Hub, id: string | undefined) {
  const app = id === undefined ? hub.apps[0] : hub.apps.find(({ options }) => options.id === id);
  if (!app)
    throw new RangeError(
      `There is no app ${id}: the server has ${hub.apps.map((a) => a.options.id).join(', ')}`,
    );
  return app;
}

const closePatience = 250;

/** Ends every connection; those that do not finish their close in time are cut off. */
async function disconnectAll(hub: Hub, sockets: WebSocketServer, how: StopOptions): Promise<void> {
  const connections = [...hub.connections.values()];
  const gone = Promise.all(connections.map((connection) => connection.gone));
  for (const connection of connections) {
    if (how.abrupt) connection.destroy();
    else connection.close(how.code ?? closeCodes.reconnectNow, 'Server is stopping');
  }
  const patience = new AbortController();
  await Promise.race([gone, sleep(closePatience, null, { signal: patience.signal }).catch(() => null)]);
  patience.abort();
  for (const socket of sockets.clients) socket.terminate();
  await gone;
}
