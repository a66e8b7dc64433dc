import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { configFromEnv } from '@channelkit/server';
import { isLoopback } from '../server/loopback.ts';
import { localHost } from './address.ts';
import { keptSecret } from './keptSecret.ts';
import { listenFrom } from './listenFrom.ts';

interface ProtocolServerOptions {
  readonly host: string;
  /** Where the secret is stored if others can reach the server. */
  readonly dataFolder: string;
  /** The URL for webhooks about channels and members. */
  readonly webhook: string;
}

/**
 * Starts the local protocol server and points this process's environment to it. Returns null if the environment already
 * names a server or switches real time off.
 */
export async function startProtocolServer({
  host,
  dataFolder,
  webhook,
}: ProtocolServerOptions): Promise<DevServer | null> {
  const { env } = process;
  if (configFromEnv(env).key || env.BROADCAST_DRIVER === 'null') return null;
  const isPrivate = isLoopback(host);
  // Anyone with the secret can subscribe to everything, and the server's page shows it: both stay on this machine.
  const secret = isPrivate ? 'app-secret' : keptSecret(dataFolder, 'protocol-secret');
  const app = { id: 'app-id', key: 'app-key', secret, webhooks: [{ url: webhook }] };
  const server = await listenFrom(6001, (port) =>
    // Beyond loopback pages may have any name; the secret, which nobody else knows, protects the channels.
    startDevServer({ port, host, apps: [app], page: isPrivate, cors: isPrivate ? [] : ['*'] }),
  );
  Object.assign(env, {
    PUSHER_APP_ID: app.id,
    PUSHER_APP_KEY: app.key,
    PUSHER_APP_SECRET: app.secret,
    PUSHER_HOST: localHost(host),
    PUSHER_PORT: String(server.port),
    PUSHER_SCHEME: 'http',
    // Pages reach it under the host name that they were loaded from.
    ...(!isPrivate && { DEMO_SOCKET_FOLLOWS_PAGE: '1' }),
  });
  // For the chaos menu, whose code is in another bundle.
  Object.assign(globalThis, { demoProtocolServer: server });
  return server;
}
