/** The slice of a pusher-js channel that is used. */
export interface PusherChannelPort {
  readonly name: string;
  subscribed: boolean;
  bind(event: string, callback: (data: unknown) => void): unknown;
  unbind(event: string, callback: (data: unknown) => void): unknown;
  bind_global(callback: (event: string, data: unknown) => void): unknown;
  unbind_global(callback: (event: string, data: unknown) => void): unknown;
  /** Forgets subscribed and pending without a frame; the only cure for a refused subscription (pusher-js 8). */
  disconnect(): void;
  readonly members?: unknown;
}

/** The slice of pusher-js 8 that is used: a real instance fits, and so does the fake of the testing entry. */
export interface PusherPort {
  readonly connection: {
    readonly state: string;
    readonly socket_id: string;
    /** Global callbacks run before pusher-js's own, so a frame can be checked before pusher-js reads it. */
    bind_global(callback: (event: string, data: unknown) => void): unknown;
    unbind_global(callback: (event: string, data: unknown) => void): unknown;
  };
  connect(): void;
  disconnect(): void;
  subscribe(channel: string): PusherChannelPort;
  unsubscribe(channel: string): void;
  channel(name: string): PusherChannelPort | undefined;
  allChannels(): PusherChannelPort[];
  send_event(event: string, data: unknown, channel?: string): boolean;
}

/** The pusher-js constructor. */
export type PusherClass = new (key: string, options: PusherClassOptions) => PusherPort;

/** A dynamically imported module with the constructor as default. */
export interface PusherModule {
  readonly default: PusherClass | { readonly default: PusherClass };
}

/** pusher-js as an application may pass it: class, instance, or a loader of either. */
export type PusherSource =
  | PusherClass
  | PusherPort
  | (() => Promise<PusherClass | PusherPort | PusherModule>);

/** Answers one authorisation that pusher-js asks for. */
export type PusherAuthHandler = (
  params: { channelName: string; socketId: string },
  callback: (error: Error | null, data: PusherAuthData | null) => void,
) => void;

/** What pusher-js takes from an authorizer. */
export interface PusherAuthData {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

/** The options given to pusher-js. */
export interface PusherClassOptions {
  cluster: string;
  wsHost?: string;
  wsPort?: number;
  wssPort?: number;
  forceTLS?: boolean;
  enabledTransports?: ('ws' | 'wss')[];
  activityTimeout: number;
  pongTimeout: number;
  channelAuthorization: {
    transport: 'ajax';
    endpoint: string;
    customHandler: PusherAuthHandler;
  };
}

/** A pusher-js instance and who answers its authorisation requests at present. */
export interface PusherInstance {
  readonly port: PusherPort;
  /** False for an instance that the application made: its channels and authorisation are its own. */
  readonly ours: boolean;
  readonly madeBy: PusherClass | null;
  /** Leaves a channel; `port.unsubscribe` spares those that are held. */
  readonly leave: (channel: string) => void;
  /** Leaves a channel once more when the server confirms what was on its way to be subscribed. */
  readonly leaveLate: (channel: string) => void;
  /** The channels that we had it open; all others are the application's. */
  readonly opened: WeakSet<PusherChannelPort>;
  authorize: PusherAuthHandler | null;
  /** False while it waits, disconnected, for its next use. */
  isInUse: boolean;
  /** Closes at once what was to be closed a turn later. */
  closing: (() => void) | null;
}
