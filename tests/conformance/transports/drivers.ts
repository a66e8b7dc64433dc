import { type AuthorizationData, createRealtimeClient, type RealtimeOptions } from '@channelkit/core';
import { FakeAuth, FakeServer } from '@channelkit/core/testing';
import { webSocketTransport } from '@channelkit/core/websocket';
import PusherClient from 'pusher-js';
import { onTestFinished } from 'vitest';
import { type Stage, setStage } from '../pusher-js/stage.ts';
import { recordTransport } from './recordTransport.ts';
import type { TransportDriver, TransportWorld } from './transportDriver.ts';

type Chosen = Pick<RealtimeOptions, 'transport' | 'pusher'>;
type Authorize = (request: { channelName: string; socketId: string }) => Promise<AuthorizationData>;

/** The transport over real sockets to the dev server. */
function overDevServer(
  name: string,
  choose: (stage: Stage, authorize: Authorize) => Chosen,
): TransportDriver {
  return {
    name: `${name} over the dev server`,
    start: async () => {
      const stage = await setStage();
      const { server, library, publish, signAs } = stage;
      const config = { key: server.apps[0]?.key ?? '', host: server.host, port: server.port, tls: false };
      return world({
        config,
        choose: (authorize) => choose(stage, authorize),
        authorize: async (userId, channelName, socketId) =>
          signAs(userId, { channelName, socketId }) as { auth: string },
        authenticate: async (userId, socketId) => library.authenticateUser(socketId, { id: userId }),
        publish: async (...event) => void (await publish(...event)),
        sendToUser: async (...event) => void (await library.sendToUser(...event)),
        cut: () => void server.destroy(),
        refuse: (code) => void server.refuse({ code }),
        restart: () => server.restart(),
        socketIds: () => server.connections().map(({ socketId }) => socketId),
        subscriberCount: (channel) =>
          server.subscriptions().filter((each) => each.channel === channel).length,
      });
    },
  };
}

/** `webSocketTransport()` over the fake server of the testing entry. */
const overFakeServer: TransportDriver = {
  name: 'webSocketTransport() over the fake server',
  start: async () => {
    const server = new FakeServer();
    const chosen = { transport: webSocketTransport({ WebSocket: server.WebSocket }) };
    return world({
      config: { key: 'key' },
      choose: () => chosen,
      authorize: (id, channelName, socketId) =>
        new FakeAuth({ user: { id } }).authorize({ channelName, socketId }),
      authenticate: (id, socketId) => new FakeAuth({ user: { id } }).authenticate({ socketId }),
      publish: async (...event) => server.trigger(...event),
      sendToUser: async (...event) => server.sendToUser(...event),
      cut: () => server.drop(),
      refuse: (close) => server.answerConnects({ close }),
      restart: async () => {
        server.goDown(4200);
        server.goUp();
      },
      socketIds: () => server.sockets.map(({ id }) => id),
      subscriberCount: (channel) => server.subscribers(channel).length,
    });
  },
};

/** `webSocketTransport()` on the platform's WebSocket. */
export const overWebSocket: TransportDriver = overDevServer('webSocketTransport()', () => ({
  transport: webSocketTransport(),
}));

/** The default: pusher-js as a plain socket. */
export const overPusherJs: TransportDriver = overDevServer('the pusher-js class', () => ({
  pusher: PusherClient as never,
}));

/** An instance of pusher-js that the application made. */
const overApplicationsInstance: TransportDriver = overDevServer(
  "an application's pusher-js instance",
  ({ connect }, authorize) => ({
    pusher: connect({
      authorize: (request, callback) => void authorize(request).then((data) => callback(null, data)),
    }) as never,
  }),
);

/** Every transport, each against a server that it can reach. */
export const drivers: readonly TransportDriver[] = [
  overWebSocket,
  overPusherJs,
  overApplicationsInstance,
  overFakeServer,
];

type Backend = Omit<TransportWorld, 'open' | 'client' | 'holdAuthorization'> & {
  readonly config: { key: string; host?: string; port?: number; tls?: boolean };
  choose(authorize: Authorize): Chosen;
  authenticate(userId: string, socketId: string): Promise<{ auth: string; user_data: string }>;
};

function world({ config, choose, authenticate, ...backend }: Backend): TransportWorld {
  let onHeld: ((letGo: () => void) => void) | null = null;
  const authorizeAs =
    (userId: string): Authorize =>
    async ({ channelName, socketId }) => {
      const hold = onHeld;
      onHeld = null;
      if (hold) await new Promise<void>((letGo) => hold(letGo));
      return backend.authorize(userId, channelName, socketId);
    };
  return {
    ...backend,
    open: (userId = 'ada') => recordTransport(config, choose(authorizeAs(userId))),
    client: (userId) => {
      const authorize = authorizeAs(userId);
      const client = createRealtimeClient({
        ...config,
        ...choose(authorize),
        grace: 0,
        auth: { authorize },
        userAuth: { authenticate: ({ socketId }) => authenticate(userId, socketId) },
      });
      onTestFinished(() => client.dispose());
      return client;
    },
    holdAuthorization: () =>
      new Promise((resolve) => {
        onHeld = resolve;
      }),
  };
}
