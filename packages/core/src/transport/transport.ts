import type { Timers } from '../lib/timers.ts';
import type { CloseReason } from './closeReason.ts';

/** What an auth endpoint returns (Pusher docs, "Authorizing users"). */
export interface AuthorizationData {
  readonly auth: string;
  readonly channel_data?: string;
  readonly shared_secret?: string;
}

/**
 * A socket to a Pusher server, opened one attempt at a time: everything that connections and channels know of it. A transport neither
 * retries nor decides; it reports.
 */
export interface Transport {
  /** True if it authorizes subscriptions by itself, as an instance of pusher-js that the application made does. */
  readonly authorizes: boolean;
  /** Starts one attempt, after ending whatever ran before. */
  open(): void;
  /** Ends the socket or the attempt. Nothing is reported afterwards. */
  close(): void;
  /** No longer needed: closes it, unless it belongs to the application. */
  release(): void;
  /** Sends a frame; false if there is no socket. */
  send(event: string, data: unknown, channel?: string): boolean;
  /** Asks for a subscription; the answer arrives as a frame. @throws RealtimeError if it cannot be asked for at all */
  subscribe(channel: string, authorization: AuthorizationData | null): void;
  unsubscribe(channel: string): void;
  /** True if other tabs use the same socket: its id stands for all of them. */
  readonly isShared?: boolean;
  /** Authorizes a subscription for the socket in the place of the client, where another tab has the socket. */
  authorize?(channel: string): Promise<AuthorizationData>;
  /** On a transport that authorizes: the id under which it joined a presence channel; null if there is none. */
  memberId?(channel: string): string | null;
}

/** What a transport reports. */
export interface TransportListener {
  /** The socket is open and the handshake done. */
  onOpened(socketId: string): void;
  /** The socket is gone, or the attempt has failed. */
  onClosed(reason: CloseReason): void;
  /** A frame arrived, decoded but not checked; undefined if it was not even JSON. */
  onFrame(frame: unknown): void;
}

/** What a transport is made for. */
export interface TransportSetup {
  readonly config: RealtimeConfig;
  /** Clients with the same identity may use an idle socket of each other. */
  readonly identity: string;
  readonly timers: Timers;
  readonly listener: TransportListener;
}

/** Makes a transport, for example `webSocketTransport()`. May load code first. */
export type TransportFactory = (setup: TransportSetup) => Transport | Promise<Transport>;

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
