import { Alarm, type Timers } from '../lib/timers.ts';
import { closeReason, noHandshake, noPong, unsupported } from './closeReason.ts';
import { decodeFrame } from './frame.ts';
import {
  type AuthorizationData,
  activityTimeout,
  defaultCluster,
  pathOf,
  pongTimeout,
  type RealtimeConfig,
  type Transport,
  type TransportFactory,
  type TransportListener,
  type TransportSetup,
} from './transport.ts';

/** A WebSocket: the platform's own, or one that works like it. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number): void;
}

/** Its handlers, whose event types differ between platforms. */
interface Socket extends WebSocketLike {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: (() => void) | null;
}

/** Options of {@link webSocketTransport}. */
export interface WebSocketTransportOptions {
  /** The constructor. @default globalThis.WebSocket, looked up at every attempt */
  readonly WebSocket?: (new (url: string) => WebSocketLike) | undefined;
}

/** The address of an app's socket, protocol 7 (Pusher Channels protocol, "Connection"). */
export function socketUrl(config: RealtimeConfig): string {
  const { key, cluster, host, port, tls = true } = config;
  const at = host || `ws-${cluster || defaultCluster}.pusher.com`;
  const scheme = tls ? 'wss' : 'ws';
  const query = 'protocol=7&client=channelkit&version=1&flash=false';
  const where = port === undefined ? at : `${at}:${port}`;
  return `${scheme}://${where}${pathOf(config)}/app/${encodeURIComponent(key)}?${query}`;
}

/** One socket of protocol 7, from its attempt to its end: handshake, pings, frames. */
class WebSocketTransport implements Transport {
  readonly authorizes = false;
  readonly #config: RealtimeConfig;
  readonly #listener: TransportListener;
  readonly #options: WebSocketTransportOptions;
  readonly #timers: Timers;
  readonly #activity: Alarm;
  #socket: Socket | null = null;
  #isOpen = false;
  #activityTimeout = activityTimeout;
  #lastFrame = 0;

  constructor({ config, timers, listener }: TransportSetup, options: WebSocketTransportOptions) {
    this.#config = config;
    this.#listener = listener;
    this.#options = options;
    this.#timers = timers;
    this.#activity = new Alarm(timers);
  }

  open(): void {
    this.close();
    const { WebSocket = (globalThis as WebSocketTransportOptions).WebSocket } = this.#options;
    if (!WebSocket) return this.#listener.onClosed(unsupported);
    let socket: Socket;
    try {
      socket = new WebSocket(socketUrl(this.#config)) as Socket;
    } catch (cause) {
      // A bad address, or ws:// in a page of https://.
      const message = cause instanceof Error ? cause.message : String(cause);
      return this.#listener.onClosed({ kind: 'refused', message, code: null });
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#onMessage(decodeFrame(data));
    // The close event that follows says more.
    socket.onerror = () => {};
    socket.onclose = ({ code, reason }) => {
      this.#forget();
      this.#listener.onClosed(closeReason(code, reason));
    };
  }

  close(): void {
    const socket = this.#socket;
    this.#forget();
    socket?.close(1000);
  }

  release(): void {
    this.close();
  }

  send(event: string, data: unknown, channel?: string): boolean {
    if (!this.#isOpen) return false;
    this.#socket?.send(JSON.stringify(channel === undefined ? { event, data } : { event, data, channel }));
    return true;
  }

  subscribe(channel: string, authorization: AuthorizationData | null): void {
    const { auth, channel_data } = authorization ?? {};
    this.send('pusher:subscribe', { channel, auth, channel_data });
  }

  unsubscribe(channel: string): void {
    this.send('pusher:unsubscribe', { channel });
  }

  #onMessage(frame: unknown): void {
    this.#lastFrame = this.#timers.now();
    if (!this.#isOpen) return this.#onHandshake(frame);
    if ((frame as { event?: unknown } | undefined)?.event === 'pusher:ping') this.send('pusher:pong', {});
    this.#listener.onFrame(frame);
  }

  #onHandshake(frame: unknown): void {
    const { event, data } = (frame ?? {}) as { event?: unknown; data?: unknown };
    const { socket_id, activity_timeout, code, message } = (data ?? {}) as Record<string, unknown>;
    // A refusal; the close that follows carries the same code.
    if (event === 'pusher:error' && typeof code === 'number') {
      this.close();
      return this.#listener.onClosed(closeReason(code, typeof message === 'string' ? message : ''));
    }
    if (event !== 'pusher:connection_established' || typeof socket_id !== 'string') {
      this.close();
      return this.#listener.onClosed(noHandshake);
    }
    this.#isOpen = true;
    const asked = Number(activity_timeout) * 1_000;
    this.#activityTimeout = asked > 0 ? Math.min(asked, activityTimeout) : activityTimeout;
    this.#watch();
    this.#listener.onOpened(socket_id);
  }

  /** Pings after a while without a frame, and reports a socket that does not answer as closed. */
  #watch(): void {
    const idle = this.#timers.now() - this.#lastFrame;
    if (idle < this.#activityTimeout)
      return this.#activity.set(this.#activityTimeout - idle, () => this.#watch());
    const askedAt = this.#lastFrame;
    this.send('pusher:ping', {});
    this.#activity.set(pongTimeout, () => {
      if (this.#lastFrame > askedAt) return this.#watch();
      this.close();
      this.#listener.onClosed(noPong);
    });
  }

  #forget(): void {
    this.#activity.clear();
    this.#isOpen = false;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
  }
}

/**
 * Connects with the platform's own WebSocket instead of pusher-js: smaller, protocol 7 only, without pusher-js's HTTP fallbacks. Works in
 * browsers, workers, edge runtimes, React Native and Node 22 or newer; pass `WebSocket` where there is no global one.
 *
 * @example
 * const client = createRealtimeClient({ key, cluster, transport: webSocketTransport() });
 */
export function webSocketTransport(options: WebSocketTransportOptions = {}): TransportFactory {
  return (setup) => new WebSocketTransport(setup, options);
}
