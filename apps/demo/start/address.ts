import { isIPv6 } from 'node:net';

const everywhere = new Set(['0.0.0.0', '::']);

/** How this machine reaches what listens on `host`: one that listens everywhere, by loopback. */
export function localHost(host: string): string {
  if (everywhere.has(host)) return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}

/** The address that a person on this machine types. */
export const localAddress = (host: string, port: number): string => {
  const reached = localHost(host);
  return `http://${reached === '127.0.0.1' ? 'localhost' : reached}:${port}`;
};
