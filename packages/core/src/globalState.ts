import type { PusherInstance } from './pusherPort.ts';
import type { RealtimeClient } from './types.ts';

/** The only state outside a client: shared by every copy of this module in the browsing context. */
export interface GlobalState {
  /** Clients of `getRealtimeClient`; weakly held until one is mounted or used. */
  readonly clients: Map<string, WeakRef<RealtimeClient<never>>>;
  readonly active: Map<string, RealtimeClient<never>>;
  /** At most one idle pusher-js instance per config: pusher-js never forgets an instance, so it is used again. */
  readonly idle: Map<string, PusherInstance>;
  /** The outermost providers' clients, and how their user is set from plain code; the last one is the default. */
  readonly defaultClients: Set<{
    readonly client: RealtimeClient<never>;
    readonly setUserId: (id: string | number | null) => void;
  }>;
  /** The user set before there was a default client; undefined when none was. */
  pendingUserId: string | null | undefined;
}

const symbol = Symbol.for('@channelkit/core');

/** Made at the first call, never at import. */
export function globalState(): GlobalState {
  const holder = globalThis as { [symbol]?: GlobalState };
  holder[symbol] ??= {
    clients: new Map(),
    active: new Map(),
    idle: new Map(),
    defaultClients: new Set(),
    pendingUserId: undefined,
  };
  return holder[symbol];
}
