import { defaultApp } from '../app/options.ts';
import { CliError } from './cliError.ts';

/** The port that `channelkit dev` takes and the other commands look for, unless told otherwise. */
export const defaultPort = 6001;

/** Options that say which server and app a command talks to; they beat the environment. */
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
  /** Where the HTTP API is, without a slash at the end. */
  apiUrl: string;
  /** Where sockets are opened, without `/app/KEY`. */
  socketUrl: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Every name under which a setting is found in the environment; the first one set counts. */
const names = {
  id: ['PUSHER_APP_ID'],
  key: ['PUSHER_APP_KEY', 'PUSHER_KEY', ...publicNames('PUSHER_APP_KEY', 'PUSHER_KEY')],
  secret: ['PUSHER_APP_SECRET', 'PUSHER_SECRET'],
  cluster: ['PUSHER_APP_CLUSTER', 'PUSHER_CLUSTER', ...publicNames('PUSHER_APP_CLUSTER', 'PUSHER_CLUSTER')],
  host: ['PUSHER_HOST', ...publicNames('PUSHER_WS_HOST', 'PUSHER_HOST')],
  port: ['PUSHER_PORT', ...publicNames('PUSHER_WS_PORT', 'PUSHER_PORT')],
  tls: ['PUSHER_USE_TLS', ...publicNames('PUSHER_FORCE_TLS')],
  scheme: ['PUSHER_SCHEME'],
} as const;

/** The app that the environment names; the development defaults where it names none. */
export function appFromEnv(env: Env): { id: string; key: string; secret: string } {
  return {
    id: read(env, 'id') ?? defaultApp.id,
    key: read(env, 'key') ?? defaultApp.key,
    secret: read(env, 'secret') ?? defaultApp.secret,
  };
}

/** The port that the environment names for a local server. */
export function portFromEnv(env: Env): number | undefined {
  const port = read(env, 'port');
  return port === undefined ? undefined : parsePort(port);
}

/** Reads a port number; a wrong one is wrong usage. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CliError(`A port is a number from 0 to 65535, not "${text}".`, 2);
}

/** Where a command goes: the given host, else the cluster at Pusher, else the local server. */
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

function read(env: Env, setting: keyof typeof names): string | undefined {
  for (const name of names[setting]) {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function publicNames(...stems: string[]): string[] {
  return stems.flatMap((stem) => [`NEXT_PUBLIC_${stem}`, `VITE_${stem}`]);
}
