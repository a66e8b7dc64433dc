import { once } from 'node:events';
import { type AppOptions, createSecret, defaultApp } from '../app/options.ts';
import { isLocalName } from '../http/access.ts';
import type { DevServer, DevServerOptions } from '../server/devServer.ts';
import { startDevServer } from '../server/startDevServer.ts';
import { CliError } from './cliError.ts';
import { type ProjectEnv, publicPrefix, readProjectEnv, writeEnvFile } from './envFiles.ts';
import { type Io, paint, printable } from './io.ts';
import { appFromEnv, defaultPort, portFromEnv, variableOf } from './settings.ts';

/** Options of `channelkit dev`. */
export interface DevOptions {
  port?: number;
  host?: string;
  strict?: boolean;
  cors?: string[];
  webhook?: string[];
  env?: string;
  json?: boolean;
}

const portsToTry = 20;

/** Serves until Ctrl-C. */
export async function dev(options: DevOptions, io: Io): Promise<void> {
  const env = readProjectEnv(io);
  const isLocal = options.host === undefined || isLocalName(options.host);
  const app: AppOptions = {
    ...defaultApp,
    // Other machines can reach this server, so the documented secret would protect nothing.
    ...(isLocal ? {} : { secret: createSecret() }),
    ...appFromEnv(env.values),
    webhooks: (options.webhook ?? []).map((url) => ({ url })),
  };
  const wanted = options.port ?? portFromEnv(env.values) ?? defaultPort;
  const settings: DevServerOptions = {
    apps: [app],
    cors: options.cors ?? [],
    strict: options.strict ?? false,
    ...(options.host === undefined ? {} : { host: options.host }),
  };
  const server = await startOnFreePort(settings, wanted);
  reportRefusals(server, io);
  if (server.port !== wanted && wanted !== 0) warnMoved(server, wanted, io);
  const variables = variablesFor(server, app, publicPrefix(io));
  if (options.env !== undefined) writeEnvFile(io, options.env, variables);
  if (options.json) io.out(JSON.stringify({ url: server.url, host: server.host, port: server.port, ...app }));
  else announce(server, { variables, env, written: options.env, io });
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

function warnMoved(server: DevServer, wanted: number, io: Io): void {
  const lines = [
    `PORT ${wanted} IS TAKEN by another program, so this server listens on ${server.port}.`,
    `Whatever is set to ${wanted} talks to the other program: use the variables below, write them with --env FILE, or stop that program.`,
  ];
  for (const line of lines) io.err(paint(io, 'yellow', line));
}

/** Reports each origin or host that was refused, once. */
function reportRefusals(server: DevServer, io: Io): void {
  const reported = new Set<string>();
  server.observe((event) => {
    if (event.type !== 'refused') return;
    const from = printable(event.origin ?? event.host ?? '');
    if (reported.has(from) || reported.size >= 100) return;
    reported.add(from);
    io.err(paint(io, 'yellow', `refused ${from}: ${event.reason}`));
  });
}

/** The variables that a back end and, with a prefix, the pages of an app need. */
function variablesFor(server: DevServer, app: AppOptions, prefix: string | null): Record<string, string> {
  // An address to listen on may be no address to connect to.
  const host = /^(0\.0\.0\.0|::)$/.test(server.host) ? '127.0.0.1' : server.host;
  const port = String(server.port);
  return {
    PUSHER_APP_ID: app.id,
    PUSHER_APP_KEY: app.key,
    PUSHER_APP_SECRET: app.secret,
    PUSHER_HOST: host,
    PUSHER_PORT: port,
    PUSHER_SCHEME: 'http',
    ...(prefix !== null && {
      [`${prefix}PUSHER_APP_KEY`]: app.key,
      [`${prefix}PUSHER_WS_HOST`]: host,
      [`${prefix}PUSHER_WS_PORT`]: port,
      [`${prefix}PUSHER_FORCE_TLS`]: 'false',
    }),
  };
}

function announce(
  server: DevServer,
  shown: {
    variables: Readonly<Record<string, string>>;
    env: ProjectEnv;
    written: string | undefined;
    io: Io;
  },
): void {
  const { variables, env, written, io } = shown;
  io.out(`${paint(io, 'green', 'channelkit dev')} is listening on ${paint(io, 'cyan', server.url)}`);
  const secret = variableOf(env.values, 'secret');
  for (const [name, value] of Object.entries(variables)) {
    // A secret of the project must not end up in a scrollback.
    if (name !== 'PUSHER_APP_SECRET' || secret === null) io.out(`${name}=${value}`);
    else io.out(`# ${name} is ${secret} in ${env.sourceOf(secret)}`);
  }
  if (written !== undefined) io.out(paint(io, 'green', `written to ${written}`));
  const cluster = variableOf(env.values, 'cluster');
  if (cluster !== null && variableOf(env.values, 'host') === null && written === undefined) {
    const where = `${cluster} in ${env.sourceOf(cluster)}`;
    io.err(paint(io, 'yellow', `${where} points the app at Pusher itself until it has PUSHER_HOST.`));
  }
  io.out(`page: ${server.url}/ shows connections, channels and events, and begins faults`);
  io.out(
    paint(
      io,
      'dim',
      'For local work and tests. In production use Pusher Channels, Soketi, Reverb or Sockudo. Press Ctrl-C to stop.',
    ),
  );
}
