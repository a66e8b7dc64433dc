import type { ChannelKind } from '../protocol/channelName.ts';

/** An open connection. */
export interface ConnectionInfo {
  socketId: string;
  app: string;
  /** Client library and version as the client gave them. */
  client: string;
  version: string;
  /** Milliseconds since the epoch. */
  connectedAt: number;
  /** The signed-in user. */
  userId: string | null;
  channels: string[];
}

/** An occupied channel. */
export interface ChannelInfo {
  name: string;
  app: string;
  kind: ChannelKind;
  subscriptionCount: number;
  /** Distinct users; presence channels only, else null. */
  userCount: number | null;
  /** Users' ids; empty unless it is a presence channel. */
  users: string[];
}

/** One socket's subscription to one channel. */
export interface SubscriptionInfo {
  app: string;
  channel: string;
  socketId: string;
  userId: string | null;
}

/** What has happened since the start. */
export interface Counters {
  /** Connections established. */
  connections: number;
  /** Highest number of connections at one time. */
  peakConnections: number;
  framesIn: number;
  framesOut: number;
  /** Events published over HTTP or from code. */
  published: number;
  subscriptions: number;
  requests: number;
  webhooks: number;
  webhookFailures: number;
  errors: number;
}
