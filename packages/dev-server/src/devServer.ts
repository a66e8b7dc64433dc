import type { AppOptions } from './app/options.ts';
import type { FaultControls } from './faults/faultControls.ts';
import type { CorsOrigins } from './http/cors.ts';
import type { Observation } from './observe/observation.ts';
import type { Limits } from './protocol/limits.ts';
import type { WebhookSettings } from './webhooks/settings.ts';

/** Settings of a local protocol server; all may be left out. */
export interface DevServerOptions {
  /** The port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** The address to listen on. @default '127.0.0.1' */
  host?: string;
  /** The apps to serve. @default one app: `app-id`, `app-key`, `app-secret` */
  apps?: readonly AppOptions[];
  /** Behaves as the hosted service where that is less helpful: refusals name no channel, names end at 164 characters. @default false */
  strict?: boolean;
  /** Seconds of silence after which clients and server ping; announced to clients. @default 120 */
  activityTimeout?: number;
  /** Seconds that a client's pong may take. @default 30 */
  pongTimeout?: number;
  /** Limits that differ from the protocol's. */
  limits?: Partial<Limits>;
  /** Web origins that may call the HTTP API from a browser. @default [] */
  cors?: CorsOrigins;
  /** How many frames are remembered. @default 2000 */
  frameLog?: number;
  /** Milliseconds that an HTTP request may take to arrive. @default 10_000 */
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
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly host: string;
  /** The port listened on; stays the same over a restart. */
  readonly port: number;
  /** What a client puts before `/app/KEY`; empty. */
  readonly wsPath: string;
  readonly apps: readonly { id: string; key: string; secret: string }[];
  /** Publishes an event on the first app without going over HTTP. A string travels as it is, all else as JSON. */
  trigger(channel: string, event: string, data: unknown): void;
  /**
   * Publishes an event on any app, leaving out the socket given.
   *
   * @throws {RangeError} when there is no app of that id
   */
  publish(publication: {
    app?: string;
    channel: string;
    event: string;
    data: unknown;
    socketId?: string;
  }): void;
  /**
   * Cuts everybody off and keeps its port. Clients are closed with 4200, and return at once; with a `downtime` they are
   * closed with 1001, and whoever connects meanwhile is reset.
   */
  restart(options?: RestartOptions): Promise<void>;
  /** Ends everything. Clients are closed with 1001, or cut off when `abrupt`. Idempotent. */
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
  /** Milliseconds in which nobody is let in. @default 0 */
  downtime?: number;
}
