import { pathPrefix } from './pathPrefix.ts';
import type { PusherServiceConfig } from './pusherServiceConfig.ts';

/** Plain JSON for `createRealtimeClient` or `<PusherProvider config>`. An empty `key` means that realtime is off. */
export interface ClientConfig {
  readonly key: string;
  readonly cluster: string;
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly tls: boolean;
}

/** The part of the config that a browser gets. */
export function toClientConfig(config: PusherServiceConfig): ClientConfig {
  const host = config.client?.host ?? config.host;
  const port = config.client?.port ?? config.port;
  const path = pathPrefix(config.client?.path ?? config.path);
  return {
    key: config.enabled === false ? '' : config.key,
    cluster: config.cluster ?? 'mt1',
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(path === '' ? {} : { path }),
    tls: config.client?.tls ?? config.tls ?? true,
  };
}
