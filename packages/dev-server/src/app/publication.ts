/** An event to be sent to a channel's subscribers. */
export interface Publication {
  channel: string;
  event: string;
  /** Sent byte for byte; JSON by convention. */
  data: string;
  /** A socket that does not receive the event. */
  socketId?: string | undefined;
}
