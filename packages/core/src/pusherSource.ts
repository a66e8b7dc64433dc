import { CK202 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import type {
  PusherAuthHandler,
  PusherClass,
  PusherClassOptions,
  PusherModule,
  PusherPort,
  PusherSource,
} from './pusherPort.ts';
import type { RealtimeConfig } from './types.ts';

/** Idle time before pusher-js pings, and its wait for the answer: a dead socket is known within 40 s (promise 10). */
const activityTimeout = 30_000;
const pongTimeout = 10_000;
/** Where an app lives unless said otherwise. */
const defaultCluster = 'mt1';

/** A pusher-js instance and who answers its authorisation requests at present. */
export interface PusherInstance {
  readonly port: PusherPort;
  /** False for an instance that the application made: its channels and authorisation are its own. */
  readonly ours: boolean;
  readonly madeBy: PusherClass | null;
  /** Leaves a channel; `port.unsubscribe` spares those that are held. */
  readonly leave: (channel: string) => void;
  authorize: PusherAuthHandler | null;
  /** False while it waits, disconnected, for its next use. */
  isInUse: boolean;
}

const loadDefault = (): Promise<PusherModule> =>
  import('pusher-js') as Promise<unknown> as Promise<PusherModule>;

const isPort = (value: object): value is PusherPort => 'connection' in value && 'subscribe' in value;

const isClass = (value: unknown): value is PusherClass =>
  typeof value === 'function' &&
  typeof (value.prototype as { subscribe?: unknown } | undefined)?.subscribe === 'function';

/** Follows `default` through the interop layers that bundlers put around a UMD module. */
function unwrap(loaded: unknown): PusherClass | PusherPort {
  let value = loaded;
  for (let depth = 0; depth < 3; depth += 1) {
    if (isClass(value)) return value;
    // Turbopack's namespace of a class is a function around it.
    if (!value || (typeof value !== 'object' && typeof value !== 'function')) break;
    if (isPort(value)) return value;
    value = (value as { default?: unknown }).default;
  }
  throw new RealtimeError(CK202, 'the loader gave neither the pusher-js class nor an instance');
}

/** Gets class or instance; loads pusher-js when nothing was passed. @throws RealtimeError CK202 */
export async function loadPusher(source: PusherSource | undefined): Promise<PusherClass | PusherPort> {
  if (isClass(source)) return source;
  if (typeof source === 'object') return unwrap(source);
  try {
    return unwrap(await ((source as (() => Promise<unknown>) | undefined) ?? loadDefault)());
  } catch (cause) {
    if (cause instanceof RealtimeError) throw cause;
    throw new RealtimeError(CK202, 'loading pusher-js failed', { cause });
  }
}

function classOptions(config: RealtimeConfig, customHandler: PusherAuthHandler): PusherClassOptions {
  const { host, port, tls } = config;
  // pusher-js demands a cluster, even where the host says it all.
  const cluster = config.cluster || (host ? '' : defaultCluster);
  return {
    cluster,
    activityTimeout,
    pongTimeout,
    // Without this, a host of one's own falls back to HTTP transports on Pusher's hosts.
    ...(host ? { wsHost: host, enabledTransports: ['ws', 'wss'] } : {}),
    ...(port === undefined ? {} : { wsPort: port, wssPort: port }),
    ...(tls === undefined ? {} : { forceTLS: tls }),
    channelAuthorization: { transport: 'ajax', endpoint: '', customHandler },
  };
}

/** Makes the instance for a loaded class, or wraps the application's own. */
export function makeInstance(loaded: PusherClass | PusherPort, config: RealtimeConfig): PusherInstance {
  const isOurs = isClass(loaded);
  const handler: PusherAuthHandler = (params, callback) => {
    if (instance.authorize) instance.authorize(params, callback);
    else callback(new Error('the client is idle'), null);
  };
  const port = isOurs ? new loaded(config.key, classOptions(config, handler)) : loaded;
  const instance: PusherInstance = {
    port,
    ours: isOurs,
    madeBy: isOurs ? loaded : null,
    leave: port.unsubscribe.bind(port),
    authorize: null,
    isInUse: true,
  };
  if (isOurs) keepClosed(instance);
  return instance;
}

/** After some close codes pusher-js has a second retry timer that a disconnect misses: it would open an idle instance. */
function keepClosed(instance: PusherInstance): void {
  instance.port.connection.bind_global((event) => {
    if (event !== 'connecting' || instance.isInUse) return;
    queueMicrotask(() => {
      if (!instance.isInUse) instance.port.disconnect();
    });
  });
}
