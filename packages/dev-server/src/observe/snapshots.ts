import type { ChannelKind } from '../protocol/channelName.ts';

/** An open connection. */
export interface ConnectionInfo {
  socketId: string;
  app: string;
  /** Client library, as stated by the client. */
  client: string;
  version: string;
  /** Milliseconds since the epoch. */
  connectedAt: number;
  /** The signed-in user's id. */
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
  /** Ids of the users; empty unless it is a presence channel. */
  users: string[];
}

/** One socket's subscription to one channel. */
export interface SubscriptionInfo {
  app: string;
  channel: string;
  socketId: string;
  userId: string | null;
}

/** Counts since the start. */
export interface Counters {
  /** Established connections. */
  connections: number;
  /** The highest number of simultaneous connections. */
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
