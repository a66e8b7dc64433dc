import { CK202 } from '../errorCodes/early.ts';
import { RealtimeError } from '../errors.ts';
import { isPusherClass } from '../loadEngine.ts';
import type { RealtimeConfig } from '../options.ts';
import type {
  PusherAuthHandler,
  PusherClass,
  PusherClassOptions,
  PusherInstance,
  PusherPort,
} from '../pusherPort.ts';
import { defuse } from './frames.ts';

/** Idle time before pusher-js pings, and its wait for the answer: a dead socket is known within 40 s (promise 10). */
const activityTimeout = 30_000;
const pongTimeout = 10_000;
/** Where an app lives unless said otherwise. */
const defaultCluster = 'mt1';

const isPort = (value: object): value is PusherPort => 'connection' in value && 'subscribe' in value;

/** Follows `default` through the interop layers that bundlers put around a UMD module. */
function unwrap(loaded: unknown): PusherClass | PusherPort {
  let value = loaded;
  for (let depth = 0; depth < 3; depth += 1) {
    if (isPusherClass(value)) return value;
    // Turbopack's namespace of a class is a function around it.
    if (!value || (typeof value !== 'object' && typeof value !== 'function')) break;
    if (isPort(value)) return value;
    value = (value as { default?: unknown }).default;
  }
  throw new RealtimeError(CK202, 'the loader gave neither the pusher-js class nor an instance');
}

/** The class or instance that a load has brought. @throws RealtimeError CK202 */
export async function readPusher(loading: Promise<unknown>): Promise<PusherClass | PusherPort> {
  let loaded: unknown;
  try {
    loaded = await loading;
  } catch (cause) {
    if (cause instanceof RealtimeError) throw cause;
    throw new RealtimeError(CK202, 'loading pusher-js failed', { cause });
  }
  return unwrap(loaded);
}

function classOptions(config: RealtimeConfig, customHandler: PusherAuthHandler): PusherClassOptions {
  const { host, port, tls } = config;
  // pusher-js demands a cluster, even where the host says it all.
  const cluster = config.cluster || (host ? '' : defaultCluster);
  return {
    cluster,
    activityTimeout,
    pongTimeout,
    // Without this, a host of one's own falls back to HTTP transports on Pusher's hosts, and one without TLS is tried with it.
    ...(host ? { wsHost: host, enabledTransports: tls === false ? ['ws'] : ['ws', 'wss'] } : {}),
    ...(port === undefined ? {} : { wsPort: port, wssPort: port }),
    ...(tls === undefined ? {} : { forceTLS: tls }),
    channelAuthorization: { transport: 'ajax', endpoint: '', customHandler },
  };
}

/** Makes the instance for a loaded class, or wraps the application's own. */
export function makeInstance(loaded: PusherClass | PusherPort, config: RealtimeConfig): PusherInstance {
  const isOurs = isPusherClass(loaded);
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
    leaveLate: makeLateLeaver(port),
    opened: new WeakSet(),
    authorize: null,
    isInUse: true,
    closing: null,
  };
  if (isOurs) guardIdle(instance);
  return instance;
}

/**
 * Nobody listens to an idle instance, yet it is open for a turn more, and pusher-js throws on a malformed frame. After some close
 * codes it has a second retry timer, too, that a disconnect misses: it would open again.
 */
function guardIdle(instance: PusherInstance): void {
  instance.port.connection.bind_global((event, data) => {
    if (instance.isInUse) return;
    if (event === 'message') defuse(data);
    if (event !== 'connecting') return;
    queueMicrotask(() => {
      if (!instance.isInUse) instance.port.disconnect();
    });
  });
}

/**
 * A channel may be joined after it was left: by the application's pusher-js, which still authorised it, or by a server that
 * did so while it read on. The client may be idle by then, so this listens by itself until the answer or the end of the socket.
 */
function makeLateLeaver(port: PusherPort): PusherInstance['leaveLate'] {
  const names = new Set<string>();
  const end = () => {
    names.clear();
    // pusher-js passes over who is behind a callback that goes during an event.
    queueMicrotask(() => {
      if (names.size === 0) port.connection.unbind_global(onEvent);
    });
  };
  const onEvent = (name: string, data: unknown) => {
    if (name !== 'message') return port.connection.state === 'connected' ? undefined : end();
    const { event, channel } = (data ?? {}) as { event?: unknown; channel?: unknown };
    if (event !== 'pusher_internal:subscription_succeeded' || typeof channel !== 'string') return;
    if (!names.delete(channel)) return;
    if (!port.channel(channel)) port.send_event('pusher:unsubscribe', { channel });
    if (names.size === 0) end();
  };
  return (channel) => {
    if (names.size === 0) port.connection.bind_global(onEvent);
    names.add(channel);
  };
}
