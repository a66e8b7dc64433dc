import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { configFromEnv } from '@channelkit/server';
import { isLoopback } from '../server/loopback.ts';
import { localHost } from './address.ts';
import { keptSecret } from './keptSecret.ts';
import { listenFrom } from './listenFrom.ts';

interface ProtocolServerOptions {
  readonly host: string;
  /** Where the secret is kept when others can reach the server. */
  readonly dataFolder: string;
  /** What is told of channels and members. */
  readonly webhook: string;
}

/**
 * Starts the local protocol server and points this process's environment at it; null when the environment already
 * names a server, or switches real time off.
 */
export async function startProtocolServer({
  host,
  dataFolder,
  webhook,
}: ProtocolServerOptions): Promise<DevServer | null> {
  const { env } = process;
  if (configFromEnv(env).key || env.BROADCAST_DRIVER === 'null') return null;
  const isPrivate = isLoopback(host);
  // Whoever knows the secret may listen to everything, and the server's page shows it: both stay on this machine.
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
    // Pages find it under the name that they were found under.
    ...(!isPrivate && { DEMO_SOCKET_FOLLOWS_PAGE: '1' }),
  });
  // The pages' chaos switch disturbs it; their code is bundled apart and finds it here.
  Object.assign(globalThis, { demoProtocolServer: server });
  return server;
}
