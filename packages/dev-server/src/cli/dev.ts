import { once } from 'node:events';
import type { AppOptions } from '../app/options.ts';
import type { DevServer, DevServerOptions } from '../server/devServer.ts';
import { startDevServer } from '../server/startDevServer.ts';
import { CliError } from './cliError.ts';
import { type Io, paint } from './io.ts';
import { appFromEnv, defaultPort, portFromEnv } from './settings.ts';

/** Options of `channelkit dev`. */
export interface DevOptions {
  port?: number;
  host?: string;
  strict?: boolean;
  cors?: string[];
  webhook?: string[];
  json?: boolean;
}

const portsToTry = 20;

/** Serves until Ctrl-C. */
export async function dev(options: DevOptions, io: Io): Promise<void> {
  const app: AppOptions = {
    ...appFromEnv(io.env),
    webhooks: (options.webhook ?? []).map((url) => ({ url })),
  };
  const wanted = options.port ?? portFromEnv(io.env) ?? defaultPort;
  const settings: DevServerOptions = {
    apps: [app],
    cors: options.cors ?? [],
    strict: options.strict ?? false,
    ...(options.host === undefined ? {} : { host: options.host }),
  };
  const server = await startOnFreePort(settings, wanted);
  if (options.json) io.out(JSON.stringify({ url: server.url, host: server.host, port: server.port, ...app }));
  else announce(server, { wanted, app, io });
  if (!io.signal.aborted) await once(io.signal, 'abort');
  await server.stop();
}

async function startOnFreePort(settings: DevServerOptions, wanted: number): Promise<DevServer> {
  const last = Math.min(65_535, wanted === 0 ? 0 : wanted + portsToTry);
  for (let port = wanted; port <= last; port += 1) {
    try {
      return await startDevServer({ ...settings, port });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken) throw new CliError(error instanceof Error ? error.message : String(error));
    }
  }
  throw new CliError(`The ports ${wanted} to ${last} are all taken. Choose another one with --port.`);
}

function announce(server: DevServer, { wanted, app, io }: { wanted: number; app: AppOptions; io: Io }): void {
  const moved =
    server.port !== wanted && wanted !== 0 ? paint(io, 'yellow', ` (port ${wanted} is taken)`) : '';
  io.out(`${paint(io, 'green', 'channelkit dev')} is listening on ${paint(io, 'cyan', server.url)}${moved}`);
  io.out(
    `  server      PUSHER_APP_ID=${app.id} PUSHER_APP_KEY=${app.key} PUSHER_APP_SECRET=${maskSecret(app.secret)}`,
  );
  io.out(`              PUSHER_HOST=${server.host} PUSHER_PORT=${server.port} PUSHER_SCHEME=http`);
  io.out(
    `  pusher-js   new Pusher('${app.key}', { cluster: '', wsHost: '${server.host}', wsPort: ${server.port}, `,
  );
  io.out("              forceTLS: false, enabledTransports: ['ws'] })");
  io.out(`  page        ${server.url}/   shows connections, channels and events`);
  io.out(
    paint(
      io,
      'dim',
      'For local work and tests. In production use Pusher Channels, Soketi, Reverb or Sockudo. Ctrl-C ends.',
    ),
  );
}

/** The development default may be read by anybody; a real secret must not end up in a scrollback. */
function maskSecret(secret: string): string {
  return secret === 'app-secret' ? secret : `${'•'.repeat(8)}`;
}
