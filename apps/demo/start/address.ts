import { isIPv6 } from 'node:net';

const everywhere = new Set(['0.0.0.0', '::']);

/** The host under which this machine reaches a server that listens on `host`. */
export function localHost(host: string): string {
  if (everywhere.has(host)) return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}

/** The URL for a person on this machine. */
export const localAddress = (host: string, port: number): string => {
  const reached = localHost(host);
  return `http://${reached === '127.0.0.1' ? 'localhost' : reached}:${port}`;
};
