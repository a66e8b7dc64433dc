import { CK202 } from '../errors/early.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import type { PusherClass, PusherInstance } from './pusherPort.ts';
import { isPusherClass } from './startLoadingPusher.ts';

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
