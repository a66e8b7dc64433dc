import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { configFromEnv } from '@channelkit/server';
import { listenFrom } from './listenFrom.ts';

/**
 * Starts the local protocol server and points this process's environment at it; null when the environment already
 * names a server, or switches real time off.
 */
export async function startProtocolServer(): Promise<DevServer | null> {
  const { env } = process;
  if (configFromEnv(env).key || env.BROADCAST_DRIVER === 'null') return null;
  const server = await listenFrom(6001, (port) => startDevServer({ port }));
  const app = server.apps[0];
  Object.assign(env, {
    PUSHER_APP_ID: app?.id,
    PUSHER_APP_KEY: app?.key,
    PUSHER_APP_SECRET: app?.secret,
    PUSHER_HOST: server.host,
    PUSHER_PORT: String(server.port),
    PUSHER_SCHEME: 'http',
  });
  // The pages' chaos switch disturbs it; their code is bundled apart and finds it here.
  Object.assign(globalThis, { demoProtocolServer: server });
  return server;
}
