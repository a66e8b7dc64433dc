import { defaultApp } from '../app/options.ts';
import { CliError } from './cliError.ts';
import type { Env, ProjectEnv } from './envFiles.ts';

/** The port that `channelkit dev` takes and the other commands look for by default. */
export const defaultPort = 6001;

/** Options that choose a server and an app; they override the environment. */
export interface TargetOptions {
  host?: string;
  port?: number;
  cluster?: string;
  tls?: boolean;
  appId?: string;
  key?: string;
  secret?: string;
}

/** A server and an app on it. */
export interface Target {
  id: string;
  key: string;
  secret: string;
  /** Where the HTTP API is, without a trailing slash. */
  apiUrl: string;
  /** Where sockets are opened, without `/app/KEY`. */
  socketUrl: string;
}

type Setting = 'id' | 'key' | 'secret' | 'cluster' | 'host' | 'port' | 'tls' | 'scheme';

/** The names of each setting in the environment; the first one that is set counts. */
const names: Readonly<Record<Setting, readonly string[]>> = {
  id: ['PUSHER_APP_ID', 'REVERB_APP_ID'],
  key: [
    'PUSHER_APP_KEY',
    'PUSHER_KEY',
    'REVERB_APP_KEY',
    ...publicNames('PUSHER_APP_KEY', 'PUSHER_KEY', 'REVERB_APP_KEY'),
  ],
  secret: ['PUSHER_APP_SECRET', 'PUSHER_SECRET', 'REVERB_APP_SECRET'],
  cluster: ['PUSHER_APP_CLUSTER', 'PUSHER_CLUSTER', ...publicNames('PUSHER_APP_CLUSTER', 'PUSHER_CLUSTER')],
  host: ['PUSHER_HOST', 'REVERB_HOST', ...publicNames('PUSHER_WS_HOST', 'PUSHER_HOST', 'REVERB_HOST')],
  port: ['PUSHER_PORT', 'REVERB_PORT', ...publicNames('PUSHER_WS_PORT', 'PUSHER_PORT', 'REVERB_PORT')],
  tls: ['PUSHER_USE_TLS', ...publicNames('PUSHER_FORCE_TLS')],
  scheme: ['PUSHER_SCHEME', 'REVERB_SCHEME', ...publicNames('REVERB_SCHEME')],
};

/** The app settings in the environment. */
export function appFromEnv(env: Env): { id?: string; key?: string; secret?: string } {
  const [id, key, secret] = [read(env, 'id'), read(env, 'key'), read(env, 'secret')];
  return {
    ...(id === undefined ? {} : { id }),
    ...(key === undefined ? {} : { key }),
    ...(secret === undefined ? {} : { secret }),
  };
}

/** The port of a local server in the environment. */
export function portFromEnv(env: Env): number | undefined {
  const port = read(env, 'port');
  return port === undefined ? undefined : parsePort(port);
}

/** The name of the variable that a setting comes from, or null. */
export function variableOf(env: Env, setting: Setting): string | null {
  return names[setting].find((name) => env[name] !== undefined && env[name] !== '') ?? null;
}

/** Parses a port number; an invalid one is wrong usage. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CliError(`A port is a number from 0 to 65535, not "${text}".`, 2);
}

/** Finds the server for a command: the given host, else the cluster at Pusher, else the local server. */
export function resolveTarget(options: TargetOptions, env: Env): Target {
  const host = options.host ?? (options.cluster === undefined ? read(env, 'host') : undefined);
  const cluster = options.cluster ?? read(env, 'cluster');
  const isPusher = host === undefined && cluster !== undefined && cluster !== '';
  const app = {
    id: options.appId ?? read(env, 'id'),
    key: options.key ?? read(env, 'key'),
    secret: options.secret ?? read(env, 'secret'),
  };
  if (isPusher) return { ...required(app, cluster), ...pusherUrls(cluster) };
  const port = options.port ?? portFromEnv(env) ?? defaultPort;
  const tls = options.tls ?? usesTls(env);
  const address = `${host ?? '127.0.0.1'}:${port}`;
  return {
    id: app.id ?? defaultApp.id,
    key: app.key ?? defaultApp.key,
    secret: app.secret ?? defaultApp.secret,
    apiUrl: `${tls ? 'https' : 'http'}://${address}`,
    socketUrl: `${tls ? 'wss' : 'ws'}://${address}`,
  };
}

/** Says which server and app a command uses, and where that is set. Never contains a secret. */
export function describeTarget(target: Target, options: TargetOptions, env: ProjectEnv): string {
  const isFromOptions = (['host', 'port', 'cluster', 'appId', 'key'] as const).some(
    (name) => options[name] !== undefined,
  );
  const variables = (['host', 'port', 'cluster', 'id', 'key'] as const).flatMap(
    (setting) => variableOf(env.values, setting) ?? [],
  );
  const sources = new Set([...(isFromOptions ? ['options'] : []), ...variables.map(env.sourceOf)]);
  return `${target.apiUrl}, app ${target.id} (${[...sources].join(', ') || 'defaults'})`;
}

function pusherUrls(cluster: string): Pick<Target, 'apiUrl' | 'socketUrl'> {
  if (!/^[a-z0-9-]+$/.test(cluster))
    throw new CliError(`"${cluster}" is not the name of a cluster, such as eu.`, 2);
  return { apiUrl: `https://api-${cluster}.pusher.com`, socketUrl: `wss://ws-${cluster}.pusher.com` };
}

function required(app: { [name in 'id' | 'key' | 'secret']: string | undefined }, cluster: string) {
  const { id, key, secret } = app;
  if (id && key && secret) return { id, key, secret };
  throw new CliError(
    `The cluster "${cluster}" at Pusher needs PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET. ` +
      'For a local server, set PUSHER_HOST or pass --host.',
    2,
  );
}

function usesTls(env: Env): boolean {
  const scheme = read(env, 'scheme');
  return scheme === undefined ? /^(true|1|yes)$/i.test(read(env, 'tls') ?? '') : scheme === 'https';
}

function read(env: Env, setting: Setting): string | undefined {
  const name = variableOf(env, setting);
  return name === null ? undefined : env[name];
}

function publicNames(...stems: string[]): string[] {
  return stems.flatMap((stem) => [`NEXT_PUBLIC_${stem}`, `VITE_${stem}`]);
}
