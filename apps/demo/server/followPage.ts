import type { ClientConfig } from '@channelkit/server';

/**
 * Where a page finds the demo's own protocol server when that listens to the network: under the host that the page was asked
 * for by. Any other server stays where it is.
 */
export function followPage(config: ClientConfig, host: string | null): ClientConfig {
  const { DEMO_SOCKET_FOLLOWS_PAGE, PUSHER_HOST } = process.env;
  if (DEMO_SOCKET_FOLLOWS_PAGE !== '1' || config.host !== PUSHER_HOST) return config;
  const address = `http://${host ?? ''}`;
  return URL.canParse(address) ? { ...config, host: new URL(address).hostname } : config;
}
