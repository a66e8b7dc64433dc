/** Where to connect: plain JSON, safe to pass from a server layout to a client component. */
export interface RealtimeConfig {
  /** The app key. Empty: the client is `disabled`. */
  readonly key: string;
  /** Cluster of Pusher Channels, for example `eu`. Ignored with `host`. @default 'mt1', as on the server */
  readonly cluster?: string | undefined;
  /** Host of a self-hosted server (Soketi, Reverb, Sockudo, the local server). */
  readonly host?: string | undefined;
  /** Port of `host`. @default 443 with TLS, else 80 */
  readonly port?: number | undefined;
  /** Path prefix of the WebSocket endpoint, for a server behind a proxy: `/realtime` connects to `/realtime/app/{key}`. */
  readonly path?: string | undefined;
  /** @default true */
  readonly tls?: boolean | undefined;
}

/** The path of a config with one slash in front and none behind; empty without one. */
export function pathOf({ path }: RealtimeConfig): string {
  const bare = (path ?? '').replace(/^\/+|\/+$/g, '');
  return bare && `/${bare}`;
}

/** The cluster of an app that names none. */
export const defaultCluster = 'mt1';

/** Idle time in milliseconds before the client pings. With {@link pongTimeout}, a dead socket is known within 40 s (promise 10). */
export const activityTimeout = 30_000;
/** How long a ping may stay unanswered, in milliseconds. */
export const pongTimeout = 10_000;
