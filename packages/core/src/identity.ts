import type { RealtimeClientOptions } from './types.ts';

/** What makes two configs one singleton: key, cluster, host, port, tls and auth endpoint; all else is latest-wins. */
export function clientIdentity(options: RealtimeClientOptions<never> | null): string {
  if (!options?.key) return 'disabled';
  const { key, cluster, host, port, tls, auth } = options;
  const endpoint = auth && 'endpoint' in auth ? auth.endpoint : null;
  return JSON.stringify([key, cluster ?? null, host ?? null, port ?? null, tls ?? null, endpoint]);
}
