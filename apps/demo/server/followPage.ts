import type { ClientConfig } from '@channelkit/server';

/**
 * Where a page finds the demo's own protocol server when that listens to the network: under the host that the page was asked
 * for by. Any other server stays where it is.
 */
export function followPage(config: ClientConfig, host: string | null): ClientConfig {
  const { DEMO_SOCKET_FOLLOWS_PAGE, PUSHER_HOST } = process.env;
  if (DEMO_SOCKET_FOLLOWS_PAGE !== '1' || config.host !== PUSHER_HOST) return config;
  // The host ends up in a content security policy: a character such as ";" would begin a directive of its own.
  const name = /^([a-z\d.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.exec(host ?? '')?.[1];
  return name ? { ...config, host: name } : config;
}
