import { contractShape } from '../contract/contract.ts';
import type { RealtimeClientOptions } from '../options.ts';

/**
 * What makes two configs one singleton: key, cluster, host, port, path, tls and a fixed auth endpoint. Of everything else the latest value
 * wins. Without a key there is nothing to share but the contract, so two applications that are turned off get one each.
 */
export function clientIdentity(options: RealtimeClientOptions<never> | null): string {
  if (!options?.key) return `disabled ${options?.channels ? contractShape(options.channels) : ''}`;
  const { key, cluster, host, port, path, tls, auth } = options;
  const endpoint = auth && 'endpoint' in auth && typeof auth.endpoint === 'string' ? auth.endpoint : null;
  return JSON.stringify([
    key,
    cluster ?? null,
    host ?? null,
    port ?? null,
    path ?? null,
    tls ?? null,
    endpoint,
  ]);
}
