import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type AppOptions, createSecret, defaultApp } from '../app/options.ts';
import { createFaultControls } from '../faults/faultControls.ts';
import { type AccessRules, isLocalName } from '../http/access.ts';
import type { ControlTarget } from '../http/control.ts';
import { handleRequest, type RequestSettings } from '../http/handleRequest.ts';
import { createObservation } from '../observe/observation.ts';
import { Page } from '../page/page.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { acceptSocket } from '../socket/acceptSocket.ts';
import { disconnectAll } from '../socket/disconnectAll.ts';
import { ProtocolSocket } from '../socket/protocolSocket.ts';
import type { WebhookSettings } from '../webhooks/settings.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { checkOptions } from './checkOptions.ts';
import type { DevServer, DevServerOptions, RestartOptions } from './devServer.ts';
import { Hub } from './hub.ts';
import { startKeepAlive } from './keepAlive.ts';
import { Listener } from './listener.ts';

/** Makes pusher-js wait a second. After 4200 it would reconnect at once, find the port closed and stay away for 15 s. */
const goingAway = 1001;

/**
 * Starts a server of the Pusher Channels protocol on this machine, for local work and tests. It keeps everything in
 * memory and is not for production: where `NODE_ENV` is `production` it emits a process warning.
 *
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 * @throws {TypeError} when an option is invalid
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  checkOptions(options);
  warnInProduction();
  const { host = '127.0.0.1', port = 0, requestTimeout = 10_000 } = options;
  const hub = createHub(options, host);
  const webhooks = sendWebhooks(hub, options.webhooks ?? {});
  const sockets = new WebSocketServer({
    noServer: true,
    WebSocket: ProtocolSocket,
    clientTracking: false,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: hub.limits.frame,
  });
  const faults = createFaultControls(hub);
  const observation = createObservation(hub);
  const access: AccessRules = { host, cors: options.cors ?? [] };
  const control: ControlTarget = { faults, limits: hub.limits, restart: (how) => restart(how) };
  const page = options.page === false ? null : new Page(hub, observation, control);
  const settings: RequestSettings = { access, page, control };
  const listener = new Listener(
    { host, port, requestTimeout },
    {
      request: (request, response) => void handleRequest(hub, settings, { request, response }),
      upgrade: (request, wire, head) => acceptSocket(hub, { sockets, access }, { request, wire, head }),
    },
  );
  await listener.open();
  const stopKeepAlive = startKeepAlive(hub);
  const restart = async ({ downtime = 0, code, abrupt = false }: RestartOptions = {}) => {
    listener.deafen();
    // Listen again before the clients are closed: pusher-js waits 15 s after a refused attempt.
    if (downtime === 0) listener.listen();
    const usual = downtime > 0 ? goingAway : closeCodes.reconnectNow;
    await disconnectAll(hub.sockets(), { code: code ?? usual, abrupt });
    if (downtime > 0) await sleep(downtime);
    listener.listen();
  };
  const publish: DevServer['publish'] = ({ app, data, ...rest }) => {
    const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? 'null');
    hub.publish(appOf(hub, app), { ...rest, data: text });
  };
  return {
    ...faults,
    ...observation,
    host,
    port: listener.port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
    wsPath: '',
    apps: hub.apps.map(({ options: { id, key, secret } }) => ({ id, key, secret })),
    trigger: (channel, event, data) => publish({ channel, event, data }),
    publish,
    restart,
    stop: async ({ code = goingAway, abrupt = false } = {}) => {
      stopKeepAlive();
      const closed = listener.close();
      await Promise.all([disconnectAll(hub.sockets(), { code, abrupt }), closed]);
      hub.faults.clear();
      for (const app of hub.apps) app.dispose();
      for (const each of webhooks) each.dispose();
    },
  };
}

function warnInProduction(): void {
  if (process.env.NODE_ENV !== 'production') return;
  process.emitWarning(
    '@channelkit/dev-server is not for production: it injects faults on demand and keeps everything in memory.',
    {
      code: 'CHANNELKIT_DEV_SERVER',
      detail: 'Use Pusher Channels, Soketi, Reverb or Sockudo with the same settings.',
    },
  );
}

function createHub(options: DevServerOptions, host: string): Hub {
  const own = isLocalName(host) ? defaultApp : { ...defaultApp, secret: createSecret() };
  const apps: readonly AppOptions[] = options.apps ?? [own];
  return new Hub({
    apps,
    limits: options.limits ?? {},
    strict: options.strict ?? false,
    activityTimeout: options.activityTimeout ?? 120,
    pongTimeout: options.pongTimeout ?? 30,
    frameLog: options.frameLog ?? 2000,
    seed: options.seed ?? 1,
  });
}

function sendWebhooks(hub: Hub, settings: WebhookSettings): Webhooks[] {
  return hub.apps.map((app) => {
    const webhooks = new Webhooks(app.options, settings, (delivery) => {
      const delivered = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
      hub.counters.webhooks += delivered ? 1 : 0;
      hub.counters.webhookFailures += delivered ? 0 : 1;
      hub.emit({ type: 'webhook', ...delivery });
    });
    app.onWebhook((event) => webhooks.push(event));
    return webhooks;
  });
}

function appOf(hub: Hub, id: string | undefined) {
  const app = id === undefined ? hub.apps[0] : hub.apps.find(({ options }) => options.id === id);
  if (!app)
    throw new RangeError(
      `No app has the id ${id}: the server has ${hub.apps.map((a) => a.options.id).join(', ')}`,
    );
  return app;
}
