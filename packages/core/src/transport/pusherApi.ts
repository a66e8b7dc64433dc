/** The slice of a pusher-js channel that is used, on an instance that the application shares. */
export interface PusherChannel {
  readonly name: string;
  readonly subscribed: boolean;
  bind(event: string, callback: (data: unknown) => void): unknown;
  unbind(event: string, callback: (data: unknown) => void): unknown;
  bind_global(callback: (event: string, data: unknown) => void): unknown;
  unbind_global(callback: (event: string, data: unknown) => void): unknown;
  /** Forgets "subscribed" and "pending" without sending a frame. */
  disconnect(): void;
}

/** The slice of a pusher-js instance that is used. */
export interface PusherInstance {
  readonly connection: {
    readonly state: string;
    readonly socket_id: string;
    bind_global(callback: (event: string, data: unknown) => void): unknown;
    unbind_global(callback: (event: string, data: unknown) => void): unknown;
  };
  connect(): void;
  disconnect(): void;
  subscribe(channel: string): PusherChannel;
  unsubscribe(channel: string): void;
  channel(name: string): PusherChannel | undefined;
  send_event(event: string, data: unknown, channel?: string): boolean;
}

/** The options given to pusher-js. */
export interface PusherOptions {
  cluster: string;
  wsHost?: string;
  wsPort?: number;
  wssPort?: number;
  wsPath?: string;
  forceTLS?: boolean;
  enabledTransports?: ('ws' | 'wss')[];
  activityTimeout: number;
  pongTimeout: number;
}

/** The pusher-js constructor. */
export type PusherClass = new (key: string, options: PusherOptions) => PusherInstance;

/** pusher-js as an application may pass it: class, instance, or a function that loads either. */
export type PusherSource =
  | PusherClass
  | PusherInstance
  | (() => Promise<
      PusherClass | PusherInstance | { readonly default: PusherClass | { readonly default: PusherClass } }
    >);

/** Whether a value is the pusher-js constructor. */
export const isPusherClass = (value: unknown): value is PusherClass =>
  typeof value === 'function' &&
  typeof (value.prototype as { subscribe?: unknown } | undefined)?.subscribe === 'function';

/** Starts loading pusher-js, or what the application passed for it. */
export async function startLoadingPusher(source: PusherSource | undefined): Promise<unknown> {
  if (source === undefined) return import('pusher-js');
  return typeof source === 'function' && !isPusherClass(source) ? source() : source;
}
