import type { AuthorizationData, RealtimeClient } from '@channelkit/core';
import type { Transport } from '../../../packages/core/src/transport/transport.ts';

/** What a transport reported, in order: the socket id, why it closed, or a frame. */
export type Report = readonly ['opened' | 'closed' | 'frame', unknown];

/** A transport with everything that it has reported so far. */
export interface RecordedTransport {
  readonly transport: Transport;
  readonly reports: readonly Report[];
  /** Resolves with the value of the first report, present or future, that matches. */
  reported(kind: Report[0], matches?: (value: unknown) => boolean): Promise<unknown>;
}

/** A running server, and clients that reach it over one transport. */
export interface TransportWorld {
  /** Makes a transport of its own. Where it authorizes by itself, it does so as `userId`. */
  open(userId?: string): Promise<RecordedTransport>;
  client(userId: string): RealtimeClient;
  /** Signs a subscription as the back end does. */
  authorize(userId: string, channelName: string, socketId: string): Promise<AuthorizationData>;
  /** Holds the next authorization back. Resolves when a client requests it, with the function that lets it go. */
  holdAuthorization(): Promise<() => void>;
  /** Publishes as the back end does, encrypted on an encrypted channel. */
  publish(channel: string, event: string, data: unknown): Promise<void>;
  sendToUser(userId: string, event: string, data: unknown): Promise<void>;
  /** Destroys every socket without a close frame. */
  cut(): void;
  /** Closes every connection from now on with a code, before its handshake. */
  refuse(code: number): void;
  restart(): Promise<void>;
  /** The ids of the sockets that the server holds open. */
  socketIds(): readonly string[];
  /** How many sockets are subscribed to a channel. */
  subscriberCount(channel: string): number;
}

/** One transport against one server. */
export interface TransportDriver {
  readonly name: string;
  /** Starts a world that ends with the test. */
  start(): Promise<TransportWorld>;
}
