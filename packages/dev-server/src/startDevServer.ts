import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type AppOptions, defaultApp } from './app/options.ts';
import { checkOptions } from './checkOptions.ts';
import type { DevServer, DevServerOptions, RestartOptions } from './devServer.ts';
import { createFaultControls } from './faults/faultControls.ts';
import { handleRequest, type RequestSettings } from './http/handleRequest.ts';
import { Hub } from './hub.ts';
import { Listener } from './listener.ts';
import { createObservation } from './observe/observation.ts';
import { Page } from './page/page.ts';
import { closeCodes } from './protocol/closeCodes.ts';
import { acceptSocket } from './socket/acceptSocket.ts';
import { disconnectAll } from './socket/disconnectAll.ts';
import type { WebhookSettings } from './webhooks/settings.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** Makes pusher-js wait a second; told to come back at once, it would meet a closed port and stay away for 15 s. */
const goingAway = 1001;

/**
 * Starts a server of the Pusher Channels protocol on this machine, for local work and tests. It keeps everything in
 * memory and is not for production, which it says by a process warning where `NODE_ENV` is `production`.
 *
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 * @throws {TypeError} when an option is not usable
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  checkOptions(options);
  warnInProduction();
  const hub = createHub(options);
  const webhooks = sendWebhooks(hub, options.webhooks ?? {});
  const sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: hub.limits.frame,
  });
  const faults = createFaultControls(hub);
  const observation = createObservation(hub);
  const settings: RequestSettings = {
    cors: options.cors ?? [],
    page: options.page === false ? null : new Page(hub, observation),
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
  const restart = async ({ downtime = 0, code, abrupt = false }: RestartOptions = {}) => {
    listener.deafen();
    // It hears again before the clients are told, because pusher-js waits 15 s after a refused attempt.
    if (downtime === 0) listener.listen();
    const told = downtime > 0 ? goingAway : closeCodes.reconnectNow;
    await disconnectAll(hub.sockets(), { code: code ?? told, abrupt });
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
    '@channelkit/dev-server is not for production: it is made to misbehave and keeps everything in memory.',
    {
      code: 'CHANNELKIT_DEV_SERVER',
      detail: 'Use Pusher Channels, Soketi, Reverb or Sockudo; the settings are the same.',
    },
  );
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
  });
}

function sendWebhooks(hub: Hub, settings: WebhookSettings): Webhooks[] {
  return hub.apps.map((app) => {
    const webhooks = new Webhooks(app.options, settings, (delivery) => {
      const delivered = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
      hub.counters.webhooks += delivered ? 1 : 0;
      hub.counters.webhookFailures += delivered ? 0 : 1;
      hub.tell({ type: 'webhook', ...delivery });
    });
    app.onWebhook((event) => webhooks.push(event));
    return webhooks;
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
