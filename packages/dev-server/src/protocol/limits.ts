/** The limits of the protocol (protocol 3.2; pusher.com/docs). Sizes are bytes. */
export interface Limits {
  /** Characters of a channel name; 200 by default as in Pusher's own libraries, 164 with `strict`. */
  channelName: number;
  /** Characters of an event name. */
  eventName: number;
  /** Bytes of an event's data. */
  eventData: number;
  /** Channels of one trigger request. */
  channelsPerTrigger: number;
  /** Events of one batch request. */
  eventsPerBatch: number;
  /** Distinct users of a presence channel. */
  presenceMembers: number;
  /** Bytes of a presence member's `channel_data`. */
  memberData: number;
  /** Characters of a user id. */
  userId: number;
  /** Client events of one connection in a second. */
  clientEventsPerSecond: number;
  /** Ids of a watchlist. */
  watchlist: number;
  /** Bytes of a WebSocket message; a longer one closes the connection with 1009. */
  frame: number;
  /** Bytes of an HTTP body. */
  body: number;
  /** Bytes that may wait for a client that does not read; beyond, the connection is destroyed. */
  sendBuffer: number;
  /** Seconds by which a signed request's clock may differ. */
  clockSkew: number;
}

/** The limits that hold unless `startDevServer` is told otherwise. */
export const defaultLimits: Readonly<Limits> = {
  channelName: 200,
  eventName: 200,
  eventData: 10_240,
  channelsPerTrigger: 100,
  eventsPerBatch: 10,
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

/** The length of a channel name in the public documentation, held with `strict`. */
export const documentedChannelNameLength = 164;
