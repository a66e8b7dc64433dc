/** An event on its way to a channel's subscribers. */
export interface Publication {
  channel: string;
  event: string;
  /** Travels byte for byte; JSON by convention. */
  data: string;
  /** A socket that shall not get it. */
  socketId?: string | undefined;
}
