import type Pusher from 'pusher';

/** A channel as pusher-js shows it: the part that the scenarios use. */
export interface ConformanceChannel {
  readonly subscribed: boolean;
  /** Presence channels only. */
  readonly members?: { readonly count: number; readonly members: object };
  bind(event: string, callback: (data: unknown, metadata?: unknown) => void): unknown;
  trigger(event: string, data: unknown): boolean;
}

/** A client as pusher-js shows it: the part that the scenarios use. */
export interface ConformanceClient {
  readonly connection: {
    readonly state: string;
    readonly socket_id: string;
    bind(event: string, callback: (data: unknown) => void): unknown;
  };
  subscribe(channel: string): ConformanceChannel;
  unsubscribe(channel: string): unknown;
  send_event(event: string, data: unknown, channel?: string): boolean;
  disconnect(): void;
  /** pusher-js only. */
  signin?(): void;
  readonly user?: {
    bind(event: string, callback: (data: unknown) => void): unknown;
    readonly watchlist: { bind(event: string, callback: (data: unknown) => void): unknown };
  };
}

/** The user that the back end signs for. */
export interface ConformanceUser {
  id: string;
  user_info?: Record<string, string>;
  watchlist?: string[];
}

/** A running server, its clients and its back end. */
export interface World {
  /** A client; `forged` makes its back end sign with a wrong secret. */
  connect(options?: { user?: ConformanceUser; forged?: boolean }): ConformanceClient;
  /** Publishes as a back end does. */
  trigger(channels: string | string[], event: string, data: unknown, except?: string): Promise<void>;
  /** The official server library. @throws {Unsupported} where there is no HTTP API */
  http(): Pusher;
  /** A signed request that the library would not make. @returns the status and the body */
  post(path: string, body: string): Promise<{ status: number; body: string }>;
  /** Closes every connection with a code. */
  drop(code: number): void;
  stop(): Promise<void>;
}

/** One implementation under test. */
export interface Driver {
  readonly name: string;
  start(): Promise<World>;
  /** Scenarios in which it differs by design, by title, with the reason. Each must indeed fail, else it is out of date. */
  readonly exceptions: Readonly<Record<string, string>>;
}

/** Thrown for what an implementation does not support at all. */
export class Unsupported extends Error {}
