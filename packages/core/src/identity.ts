import { contractShape } from './contract.ts';
import type { RealtimeClientOptions } from './options.ts';

/**
 * What makes two configs one singleton: key, cluster, host, port, tls and auth endpoint; all else is latest-wins. Without a key
 * there is nothing to share but the contract, and two applications that are switched off have one each.
 */
export function clientIdentity(options: RealtimeClientOptions<never> | null): string {
  if (!options?.key) return `disabled ${options?.channels ? contractShape(options.channels) : ''}`;
  const { key, cluster, host, port, tls, auth } = options;
  const endpoint = auth && 'endpoint' in auth ? auth.endpoint : null;
  return JSON.stringify([key, cluster ?? null, host ?? null, port ?? null, tls ?? null, endpoint]);
}
