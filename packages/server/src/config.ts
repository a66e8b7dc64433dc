import { RealtimeError } from '@channelkit/core/contract';
import { CK601, CK602 } from '@channelkit/core/contract/internal';

/** Everything that {@link PusherService} needs to reach an app; made by `configFromEnv` or written by hand. */
export interface PusherServiceConfig {
  readonly appId: string;
  /** Public: it is part of every client config. */
  readonly key: string;
  /** Never leaves the server; `getConfig()` masks it. */
  readonly secret: string;
  /** @default 'mt1' */
  readonly cluster?: string | undefined;
  /** Bare host name of a self-hosted server; takes the place of the cluster. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** @default true */
  readonly tls?: boolean | undefined;
  /** `false` needs a `fetch` that skips the check, passed to the service. @default true */
  readonly verifySsl?: boolean | undefined;
  /** Kept for compatibility: no statistics are ever sent. */
  readonly disableStats?: boolean | undefined;
  /** 32 bytes in base64, needed for `private-encrypted-` channels only. */
  readonly encryptionMasterKey?: string | undefined;
  /** `false` switches real time off: nothing is sent and clients get an empty key. @default true */
  readonly enabled?: boolean | undefined;
  /** Where browsers reach the server, if not where this process does. */
  readonly client?:
    | {
        readonly host?: string | undefined;
        readonly port?: number | undefined;
        readonly tls?: boolean | undefined;
      }
    | undefined;
  /** Why the settings cannot be used; the service is then not ready and says so. */
  readonly error?: RealtimeError | undefined;
}

/** Plain JSON for `createRealtimeClient` or `<PusherProvider config>`; an empty `key` means real time is off. */
export interface ClientConfig {
  readonly key: string;
  readonly cluster: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls: boolean;
}

/** {@link PusherServiceConfig} with defaults filled in and secrets replaced by a mask. */
export interface MaskedConfig extends Omit<PusherServiceConfig, 'error'> {
  readonly cluster: string;
  readonly tls: boolean;
  readonly verifySsl: boolean;
  readonly disableStats: boolean;
  readonly enabled: boolean;
}

const mask = (value: string): string => (value === '' ? '' : '********');

/** The config as it may be logged or shown. */
export function maskConfig(config: PusherServiceConfig): MaskedConfig {
  const { error: _, secret, encryptionMasterKey, ...rest } = config;
  return {
    ...rest,
    secret: mask(secret),
    ...(encryptionMasterKey === undefined ? {} : { encryptionMasterKey: mask(encryptionMasterKey) }),
    cluster: config.cluster ?? 'mt1',
    tls: config.tls ?? true,
    verifySsl: config.verifySsl ?? true,
    disableStats: config.disableStats ?? false,
    enabled: config.enabled ?? true,
  };
}

/** The part of the config that a browser gets. */
export function toClientConfig(config: PusherServiceConfig): ClientConfig {
  const host = config.client?.host ?? config.host;
  const port = config.client?.port ?? config.port;
  return {
    key: config.enabled === false ? '' : config.key,
    cluster: config.cluster ?? 'mt1',
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    tls: config.client?.tls ?? config.tls ?? true,
  };
}

/** `https://api-mt1.pusher.com` or where `host`, `port` and `tls` point. */
export function apiOrigin({ cluster = 'mt1', host, port, tls = true }: PusherServiceConfig): string {
  return `${tls ? 'https' : 'http'}://${host ?? `api-${cluster}.pusher.com`}${port ? `:${port}` : ''}`;
}

/** What is wrong with a config, in one error; null when it can be used. Values are never quoted. */
export function configError(config: PusherServiceConfig, hasOwnFetch: boolean): RealtimeError | null {
  if (config.error) return config.error;
  if (config.enabled === false) {
    return new RealtimeError(CK601, 'real time is switched off', {
      remedy: 'Set BROADCAST_DRIVER=pusher, or `enabled: true` in the config.',
    });
  }
  const missing = (['appId', 'key', 'secret'] as const).filter((name) => !config[name]);
  if (missing.length > 0) {
    return new RealtimeError(CK601, `${missing.join(', ')} missing`);
  }
  const faults: string[] = [];
  if (!/^[A-Za-z0-9_.~-]+$/.test(config.appId)) faults.push('appId has characters that do not fit a URL');
  if (config.host !== undefined && !/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)$/.test(config.host)) {
    faults.push('host is not a bare host name');
  }
  if (!/^[A-Za-z0-9-]+$/.test(config.cluster ?? 'mt1')) faults.push('cluster is not a cluster name');
  if (config.verifySsl === false && config.tls !== false && !hasOwnFetch) {
    faults.push('verifySsl is false, which the built-in fetch cannot obey: pass a `fetch` that does');
  }
  return faults.length === 0 ? null : new RealtimeError(CK602, faults.join('; '));
}
