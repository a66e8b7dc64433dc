import Pusher from 'pusher';
import PusherClient, { type Options } from 'pusher-js';
import { onTestFinished } from 'vitest';
import type { DevServer } from '../../src/index.ts';

/** Creates the official server library for the server. */
export function createPublisher(
  server: DevServer,
  options: { encryptionMasterKeyBase64?: string } = {},
): Pusher {
  const [app] = server.apps;
  if (!app) throw new Error('The server has no app');
  return new Pusher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: server.host,
    port: String(server.port),
    useTLS: false,
    ...options,
  });
}

/** A real pusher-js, authorized by the official library, disconnected when the test ends. */
export function createClient(
  server: DevServer,
  options: Partial<Options> & { user?: { id: string; user_info?: object; watchlist?: string[] } } = {},
): PusherClient {
  const { user, ...rest } = options;
  const publisher = createPublisher(server);
  const client = new PusherClient(server.apps[0]?.key ?? '', {
    cluster: '',
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ channelName, socketId }, callback) => {
        const member = { user_id: user?.id ?? socketId, user_info: user?.user_info ?? {} };
        const isPresence = channelName.startsWith('presence-');
        callback(null, publisher.authorizeChannel(socketId, channelName, isPresence ? member : undefined));
      },
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId }, callback) =>
        callback(null, publisher.authenticateUser(socketId, user ?? { id: 'nobody' })),
    },
    ...rest,
  });
  onTestFinished(() => client.disconnect());
  return client;
}

/** Resolves when the client is connected. */
export function connected(client: PusherClient): Promise<void> {
  return client.connection.state === 'connected'
    ? Promise.resolve()
    : new Promise((resolve) => client.connection.bind('connected', () => resolve()));
}

/** Resolves with the first payload of an event on a channel or client. */
export function nextEvent<T = unknown>(
  source: { bind: (event: string, callback: (data: T) => void) => unknown },
  event: string,
): Promise<T> {
  return new Promise((resolve) => source.bind(event, (data: T) => resolve(data)));
}
