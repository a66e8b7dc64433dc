import type { ClientConfig } from '@channelkit/server';

/** Points a page to the demo's own protocol server under the host name of the page, if it listens to the network. Other servers keep their host. */
export function followPage(config: ClientConfig, host: string | null): ClientConfig {
  const { DEMO_SOCKET_FOLLOWS_PAGE, PUSHER_HOST } = process.env;
  if (DEMO_SOCKET_FOLLOWS_PAGE !== '1' || config.host !== PUSHER_HOST) return config;
  // The host becomes part of a content security policy, where a ";" would start a new directive.
  const name = /^([a-z\d.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.exec(host ?? '')?.[1];
  return name ? { ...config, host: name } : config;
}
