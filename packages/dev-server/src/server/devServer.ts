import type { AppOptions } from '../app/options.ts';
import type { FaultControls } from '../faults/faultControls.ts';
import type { CorsOrigins } from '../http/access.ts';
import type { Observation } from '../observe/observation.ts';
import type { Limits } from '../protocol/limits.ts';
import type { WebhookSettings } from '../webhooks/settings.ts';

/** Settings of a local protocol server; all are optional. */
export interface DevServerOptions {
  /** The port to listen on; 0 picks a free one. @default 0 */
  port?: number;
  /** The address to listen on. Beyond loopback the default app gets a secret of its own. @default '127.0.0.1' */
  host?: string;
  /** The apps to serve. @default one app: id `1`, key `app-key`, secret `app-secret` */
  apps?: readonly AppOptions[];
  /** Imitates the hosted service where that is less helpful: refusals name no channel, names end at 164 characters. @default false */
  strict?: boolean;
  /** Seconds of silence after which clients and server ping; announced to clients. @default 120 */
  activityTimeout?: number;
  /** Seconds that a client's pong may take. @default 30 */
  pongTimeout?: number;
  /** Limits that differ from the protocol's. */
  limits?: Partial<Limits>;
  /** Web origins whose pages may call the HTTP API and open sockets. Pages of this machine may always open sockets. @default [] */
  cors?: CorsOrigins;
  /** How many frames the log keeps. @default 2000 */
  frameLog?: number;
  /** Milliseconds within which an HTTP request must have arrived. @default 10_000 */
  requestTimeout?: number;
  /** Makes jitter repeatable. @default 1 */
  seed?: number;
  /** Serves the page at `/`. @default true */
  page?: boolean;
  /** How webhooks are sent. */
  webhooks?: WebhookSettings;
}

/** A running server. */
export interface DevServer extends FaultControls, Observation {
  /** `http://host:port`, without a trailing slash. */
  readonly url: string;
  readonly host: string;
  /** The port listened on; it survives a restart. */
  readonly port: number;
  /** The path in front of `/app/KEY`; empty. */
  readonly wsPath: string;
  readonly apps: readonly { id: string; key: string; secret: string }[];
  /** Publishes an event on the first app without HTTP. A string is sent as it is, anything else as JSON. */
  trigger(channel: string, event: string, data: unknown): void;
  /**
   * Publishes an event on any app, optionally excluding one socket.
   *
   * @throws {RangeError} when no app has that id
   */
  publish(publication: {
    app?: string;
    channel: string;
    event: string;
    data: unknown;
    socketId?: string;
  }): void;
  /**
   * Disconnects all clients and keeps the port. Clients are closed with 4200 and reconnect at once; with a `downtime`
   * they are closed with 1001, and new TCP connections are reset until it is over.
   */
  restart(options?: RestartOptions): Promise<void>;
  /** Stops the server. Clients are closed with 1001, or destroyed when `abrupt`. Idempotent. */
  stop(options?: StopOptions): Promise<void>;
}

/** How a server stops. */
export interface StopOptions {
  /** The close code. @default 1001, or 4200 for a restart without downtime */
  code?: number;
  /** Destroys the sockets, as a killed process does. @default false */
  abrupt?: boolean;
}

/** How a server restarts. */
export interface RestartOptions extends StopOptions {
  /** Milliseconds during which new connections are reset. @default 0 */
  downtime?: number;
}
