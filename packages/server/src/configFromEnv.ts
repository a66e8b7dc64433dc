import { RealtimeError } from '@channelkit/core/contract';
import { CK601, CK602 } from '@channelkit/core/contract/internal';
import type { PusherServiceConfig } from './config.ts';

/** Environment variables by name, for example `process.env`, `Deno.env.toObject()` or a worker's `env`. */
export type Environment = Readonly<Record<string, unknown>>;

/** Canonical name → every name accepted for it, canonical first. */
const names = {
  PUSHER_APP_ID: ['PUSHER_APP_ID', 'PUSHER_ID'],
  PUSHER_APP_KEY: [
    'PUSHER_APP_KEY',
    'PUSHER_KEY',
    'NEXT_PUBLIC_PUSHER_APP_KEY',
    'NEXT_PUBLIC_PUSHER_KEY',
    'VITE_PUSHER_APP_KEY',
    'VITE_PUSHER_KEY',
  ],
  PUSHER_APP_SECRET: ['PUSHER_APP_SECRET', 'PUSHER_SECRET'],
  PUSHER_APP_CLUSTER: [
    'PUSHER_APP_CLUSTER',
    'PUSHER_CLUSTER',
    'NEXT_PUBLIC_PUSHER_CLUSTER',
    'NEXT_PUBLIC_PUSHER_APP_CLUSTER',
    'VITE_PUSHER_CLUSTER',
    'VITE_PUSHER_APP_CLUSTER',
  ],
  PUSHER_USE_TLS: ['PUSHER_USE_TLS'],
  PUSHER_HOST: ['PUSHER_HOST'],
  PUSHER_PORT: ['PUSHER_PORT'],
  PUSHER_SCHEME: ['PUSHER_SCHEME'],
  PUSHER_VERIFY_SSL: ['PUSHER_VERIFY_SSL'],
  PUSHER_DISABLE_STATS: ['PUSHER_DISABLE_STATS'],
  PUSHER_ENCRYPTION_MASTER_KEY: ['PUSHER_ENCRYPTION_MASTER_KEY', 'PUSHER_ENCRYPTION_MASTER_KEY_BASE64'],
  NEXT_PUBLIC_PUSHER_WS_HOST: ['NEXT_PUBLIC_PUSHER_WS_HOST', 'VITE_PUSHER_WS_HOST'],
  NEXT_PUBLIC_PUSHER_WS_PORT: ['NEXT_PUBLIC_PUSHER_WS_PORT', 'VITE_PUSHER_WS_PORT'],
  NEXT_PUBLIC_PUSHER_FORCE_TLS: ['NEXT_PUBLIC_PUSHER_FORCE_TLS', 'VITE_PUSHER_FORCE_TLS'],
  BROADCAST_DRIVER: ['BROADCAST_DRIVER'],
} as const;
type Name = keyof typeof names;

const yes = new Set(['true', '1', 'yes', 'on']);
const no = new Set(['false', '0', 'no', 'off']);

/**
 * Reads a {@link PusherServiceConfig} from environment variables under all their usual names; empty ones count as unset.
 * Never throws: what is missing or contradictory stands, all of it, in one `error` (CK601 or CK602) that names variables and no
 * values; the service made from it is not ready and gives that error as the result of every call.
 */
export function configFromEnv(env: Environment): PusherServiceConfig {
  const faults: string[] = [];
  const text = (name: Name): string | undefined => {
    const set = names[name].flatMap((alias) => {
      const value = env[alias];
      return typeof value === 'string' && value.trim() !== '' ? [{ alias, value: value.trim() }] : [];
    });
    const rival = set.find(({ value }) => value !== set[0]?.value);
    if (rival) faults.push(`${set[0]?.alias} and ${rival.alias} differ (both mean ${name})`);
    return set[0]?.value;
  };
  const flag = (name: Name): boolean | undefined => {
    const value = text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (!yes.has(value) && !no.has(value)) faults.push(`${name} is neither true nor false`);
    return yes.has(value);
  };
  const port = (name: Name): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
    faults.push(`${name} is not a port`);
    return undefined;
  };

  const driver = text('BROADCAST_DRIVER')?.toLowerCase() ?? 'pusher';
  if (driver !== 'pusher' && driver !== 'null') faults.push('BROADCAST_DRIVER is neither pusher nor null');
  const enabled = driver !== 'null';
  const appId = text('PUSHER_APP_ID') ?? '';
  const key = text('PUSHER_APP_KEY') ?? '';
  const secret = text('PUSHER_APP_SECRET') ?? '';
  const cluster = text('PUSHER_APP_CLUSTER');
  const host = text('PUSHER_HOST');
  const useTls = flag('PUSHER_USE_TLS');
  const scheme = text('PUSHER_SCHEME')?.toLowerCase();
  const clientHost = text('NEXT_PUBLIC_PUSHER_WS_HOST');
  const clientPort = port('NEXT_PUBLIC_PUSHER_WS_PORT');
  const clientTls = flag('NEXT_PUBLIC_PUSHER_FORCE_TLS');

  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    faults.push('PUSHER_SCHEME is neither http nor https');
  } else if (scheme !== undefined && useTls !== undefined && useTls !== (scheme === 'https')) {
    faults.push(`PUSHER_USE_TLS is ${useTls} but PUSHER_SCHEME is ${scheme}`);
  }
  // Every Pusher client library demands some cluster, so the default one beside a host says nothing.
  if (host !== undefined && cluster !== undefined && cluster !== 'mt1') {
    faults.push('PUSHER_HOST and PUSHER_APP_CLUSTER are both set');
  }
  const missing = [
    appId === '' && 'PUSHER_APP_ID',
    key === '' && 'PUSHER_APP_KEY',
    secret === '' && 'PUSHER_APP_SECRET',
  ].filter((name) => name !== false);

  const config: PusherServiceConfig = {
    appId,
    key,
    secret,
    cluster: cluster ?? 'mt1',
    ...(host === undefined ? {} : { host }),
    ...optional('port', port('PUSHER_PORT')),
    tls: useTls ?? (scheme === undefined || scheme === 'https'),
    verifySsl: flag('PUSHER_VERIFY_SSL') ?? true,
    disableStats: flag('PUSHER_DISABLE_STATS') ?? false,
    ...optional('encryptionMasterKey', text('PUSHER_ENCRYPTION_MASTER_KEY')),
    enabled,
    ...(clientHost === undefined && clientPort === undefined && clientTls === undefined
      ? {}
      : { client: { host: clientHost, port: clientPort, tls: clientTls } }),
  };
  const said = [...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []), ...faults];
  if (said.length === 0 || !enabled) return config;
  return { ...config, error: new RealtimeError(missing.length > 0 ? CK601 : CK602, said.join('; ')) };
}

const optional = <TName extends string, TValue>(
  name: TName,
  value: TValue | undefined,
): { [K in TName]?: TValue } =>
  value === undefined ? {} : ({ [name]: value } as unknown as { [K in TName]?: TValue });
