import { CK202 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { globalState } from '../lib/globalState.ts';
import { Alarm } from '../lib/timers.ts';
import { type CloseReason, closeReason, noPong, readPusherError, unsupported } from './closeReason.ts';
import { neutralize } from './frame.ts';
import { isPusherClass, type PusherClass, type PusherInstance, type PusherOptions } from './pusherApi.ts';
import {
  type AuthorizationData,
  activityTimeout,
  defaultCluster,
  pathOf,
  pongTimeout,
  type RealtimeConfig,
  type Transport,
  type TransportListener,
  type TransportSetup,
} from './transport.ts';

/**
 * An instance of pusher-js that we made and use as a plain socket. It is never asked to subscribe, so it has no channels that could come
 * back by themselves. It keeps what it is good at: transports and fallbacks, TLS, clusters, pings.
 */
interface OwnInstance {
  readonly pusher: PusherInstance;
  readonly madeBy: PusherClass;
  /** Receives the events of the connection; null while the instance is idle. */
  onEvent: ((name: string, data: unknown) => void) | null;
  /** Closes at once the socket that was to be closed a turn later. */
  closeNow: (() => void) | null;
}

/** At most one idle instance per identity: pusher-js never forgets an instance, so we use it again. */
const idleInstances = (): Map<string, OwnInstance> => globalState('idle pusher-js', () => new Map());

function pusherOptions(config: RealtimeConfig): PusherOptions {
  const { host, port, tls } = config;
  const path = pathOf(config);
  return {
    // pusher-js insists on a cluster even where the host says it all.
    cluster: config.cluster || (host ? '' : defaultCluster),
    activityTimeout,
    pongTimeout,
    // Without this, pusher-js falls back to HTTP on Pusher's own hosts, and from ws to wss.
    ...(host ? { wsHost: host, enabledTransports: tls === false ? ['ws'] : ['ws', 'wss'] } : {}),
    ...(port === undefined ? {} : { wsPort: port, wssPort: port }),
    ...(path ? { wsPath: path } : {}),
    ...(tls === undefined ? {} : { forceTLS: tls }),
  };
}

function makeInstance(madeBy: PusherClass, config: RealtimeConfig): OwnInstance {
  const pusher = new madeBy(config.key, pusherOptions(config));
  const own: OwnInstance = { pusher, madeBy, onEvent: null, closeNow: null };
  // Global callbacks run before pusher-js's own.
  pusher.connection.bind_global((name, data) => {
    if (own.onEvent) own.onEvent(name, data);
    // Idle: after some close codes pusher-js keeps a retry timer that disconnect() does not clear.
    else if (name === 'connecting') queueMicrotask(() => own.onEvent ?? pusher.disconnect());
    if (name === 'message') neutralize(data);
  });
  return own;
}

/** The default transport: pusher-js as a plain socket. */
export class PusherJsTransport implements Transport {
  readonly authorizes = false;
  readonly #Pusher: PusherClass;
  readonly #setup: TransportSetup;
  readonly #listener: TransportListener;
  readonly #closing: Alarm;
  #own: OwnInstance | null = null;
  #isOpen = false;
  /** Why the socket is about to close, as far as pusher-js has said. */
  #reason: CloseReason | null = null;

  constructor(Pusher: PusherClass, setup: TransportSetup) {
    this.#Pusher = Pusher;
    this.#setup = setup;
    this.#listener = setup.listener;
    this.#closing = new Alarm(setup.timers);
  }

  open(): void {
    this.close();
    const idle = idleInstances();
    const { identity, config } = this.#setup;
    const known = idle.get(identity);
    const own = known?.madeBy === this.#Pusher ? known : makeInstance(this.#Pusher, config);
    if (own === known) idle.delete(identity);
    own.closeNow?.();
    own.onEvent = this.#onEvent;
    this.#own = own;
    own.pusher.connect();
    // No event says so to whoever binds after the constructor.
    if (own.pusher.connection.state === 'failed') this.#end(unsupported);
  }

  close(): void {
    const own = this.#own;
    if (!own) return;
    this.#own = null;
    this.#isOpen = false;
    this.#reason = null;
    own.onEvent = null;
    idleInstances().set(this.#setup.identity, own);
    // pusher-js sends each frame a turn late. Closed now, the socket would still get the last ones, and a browser would log an error.
    own.closeNow = () => {
      this.#closing.clear();
      own.closeNow = null;
      own.pusher.disconnect();
    };
    this.#closing.set(0, own.closeNow);
  }

  release(): void {
    this.close();
  }

  send(event: string, data: unknown, channel?: string): boolean {
    return this.#isOpen && this.#own?.pusher.send_event(event, data, channel) === true;
  }

  subscribe(channel: string, authorization: AuthorizationData | null): void {
    const { auth, channel_data } = authorization ?? {};
    this.send('pusher:subscribe', { channel, auth, channel_data });
  }

  unsubscribe(channel: string): void {
    this.send('pusher:unsubscribe', { channel });
  }

  readonly #onEvent = (name: string, data: unknown): void => {
    switch (name) {
      case 'message':
        // An error frame on an open socket is no reason for its end.
        this.#reason = null;
        // A copy: pusher-js gets the original back, neutralized.
        return this.#listener.onFrame(typeof data === 'object' && data !== null ? { ...data } : data);
      case 'error':
        return this.#onError(data);
      case 'connected':
        this.#isOpen = true;
        this.#reason = null;
        return this.#listener.onOpened(this.#own?.pusher.connection.socket_id ?? '');
      case 'connecting':
        // A second attempt by itself: its ping was not answered.
        if (this.#isOpen) this.#end(noPong);
        return;
      case 'connecting_in':
      case 'disconnected':
        return this.#end(this.#reason ?? closeReason(null, ''));
      case 'failed':
        return this.#end(unsupported);
    }
  };

  #onError(error: unknown): void {
    const reason = readPusherError(error);
    if (!reason) return this.#listener.onFrame(undefined);
    if (this.#reason?.kind !== 'refused' || reason.kind === 'refused') this.#reason = reason;
    // Before the handshake pusher-js would try again at once and forever, or hang, without an event.
    const isSilent = reason.kind === 'handshake' || (reason.kind === 'reconnect' && !this.#isOpen);
    if (isSilent || reason.code === 4000) this.#end(reason);
  }

  /** pusher-js emits in the middle of its own state changes, so its end is handled a microtask later. */
  #end(reason: CloseReason): void {
    const own = this.#own;
    if (!own) return;
    this.#isOpen = false;
    own.onEvent = () => {};
    queueMicrotask(() => {
      if (this.#own !== own) return;
      this.close();
      // After 4000 pusher-js insists on TLS for good: this instance is of no more use.
      if (reason.code === 4000) idleInstances().delete(this.#setup.identity);
      this.#listener.onClosed(reason);
    });
  }
}

/** Makes the transport for what was loaded: a class is used as a plain socket, an instance is shared. @throws (rejects) RealtimeError CK202 */
export async function pusherTransport(loading: Promise<unknown>, setup: TransportSetup): Promise<Transport> {
  const loaded = await loadPusher(loading);
  if (isPusherClass(loaded)) return new PusherJsTransport(loaded, setup);
  const { SharedInstanceTransport } = await import('./sharedInstance.ts');
  return new SharedInstanceTransport(loaded, setup);
}

const isInstance = (value: object): value is PusherInstance => 'connection' in value && 'subscribe' in value;

/** Follows `default` through the layers that bundlers put around a UMD module. */
function unwrap(loaded: unknown): PusherClass | PusherInstance {
  let value = loaded;
  for (let depth = 0; depth < 3; depth += 1) {
    if (isPusherClass(value)) return value;
    // Turbopack wraps the namespace of a class in a function.
    if (!value || (typeof value !== 'object' && typeof value !== 'function')) break;
    if (isInstance(value)) return value;
    value = (value as { default?: unknown }).default;
  }
  throw new RealtimeError(CK202, 'the loader returned neither the pusher-js class nor an instance');
}

/** Returns the class or instance that a load brings. @throws RealtimeError CK202 */
export async function loadPusher(loading: Promise<unknown>): Promise<PusherClass | PusherInstance> {
  let loaded: unknown;
  try {
    loaded = await loading;
  } catch (cause) {
    if (cause instanceof RealtimeError) throw cause;
    throw new RealtimeError(CK202, 'loading pusher-js failed', { cause });
  }
  return unwrap(loaded);
}
