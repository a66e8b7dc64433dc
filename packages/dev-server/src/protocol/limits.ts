/** The limits of the protocol (protocol 3.2; pusher.com/docs). Sizes are bytes. */
export interface Limits {
  /** Characters of a channel name; 200 by default as in Pusher's own libraries, 164 with `strict`. */
  channelName: number;
  /** Characters of an event name. */
  eventName: number;
  /** Bytes of an event's data. */
  eventData: number;
  /** Channels per trigger request. */
  channelsPerTrigger: number;
  /** Events per batch request. */
  eventsPerBatch: number;
  /** Channels that one connection may subscribe to; the hosted service has no such limit. */
  channelsPerConnection: number;
  /** Distinct users of a presence channel. */
  presenceMembers: number;
  /** Bytes of a presence member's `channel_data`, and of the `user_info` of a sign-in. */
  memberData: number;
  /** Characters of a user id. */
  userId: number;
  /** Client events per second and connection. */
  clientEventsPerSecond: number;
  /** Ids in a watchlist. */
  watchlist: number;
  /** Bytes of a WebSocket message; a longer one closes the connection with 1009. */
  frame: number;
  /** Bytes of an HTTP body. */
  body: number;
  /** Bytes that may be queued for a client that does not read; beyond it the connection is destroyed. */
  sendBuffer: number;
  /** Seconds by which a signed request's clock may differ. */
  clockSkew: number;
}

/** The limits that apply unless `startDevServer` is given others. */
export const defaultLimits: Readonly<Limits> = {
  channelName: 200,
  eventName: 200,
  eventData: 10_240,
  channelsPerTrigger: 100,
  eventsPerBatch: 10,
  channelsPerConnection: 10_000,
  presenceMembers: 100,
  memberData: 1024,
  userId: 128,
  clientEventsPerSecond: 10,
  watchlist: 100,
  frame: 102_400,
  body: 262_144,
  sendBuffer: 16_777_216,
  clockSkew: 600,
};

/** The length of a channel name in Pusher's public documentation; `strict` enforces it. */
export const documentedChannelNameLength = 164;
