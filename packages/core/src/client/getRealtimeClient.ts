import type { UntypedChannels } from '../contract/contractTypes.ts';
import { CK208 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { isBrowser } from '../lib/environment.ts';
import { globalState } from '../lib/globalState.ts';
import type { RealtimeClientOptions } from '../options.ts';
import type { RealtimeClient } from '../types.ts';
import { proposeUser, toUserId } from '../user/user.ts';
import { makeClient } from './client.ts';
import { clientIdentity } from './clientIdentity.ts';

/** The clients of a browsing context. */
interface Clients {
  /** Clients of `getRealtimeClient`, weakly held until one is mounted or used. */
  readonly known: Map<string, WeakRef<RealtimeClient<never>>>;
  readonly active: Map<string, RealtimeClient<never>>;
  /** The outermost providers' clients, and how plain code sets their user. The last one is the default. */
  readonly defaults: Set<{
    readonly client: RealtimeClient<never>;
    readonly setUserId: (id: string | number | null) => void;
  }>;
  /** The user set before there was a default client; undefined if none was. */
  pendingUserId: string | null | undefined;
}

const clientsOf = (): Clients =>
  globalState('clients', () => ({
    known: new Map(),
    active: new Map(),
    defaults: new Set(),
    pendingUserId: undefined,
  }));

/**
 * Returns the one client of a config in this browsing context, created inert at the first call. A later call leaves it as it is, so
 * that a render may call it (promise 5).
 */
export function clientOf<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  if (!isBrowser()) return makeClient(options, { isInert: true });
  const { known: clients, active } = clientsOf();
  const identity = clientIdentity(options as RealtimeClientOptions<never> | null);
  const known = clients.get(identity)?.deref() as RealtimeClient<TChannels> | undefined;
  if (known) return known;
  const client = makeClient(options, {
    onUse: (used, inUse) => {
      if (inUse) active.set(identity, used);
      else if (active.get(identity) === used) active.delete(identity);
    },
    onDispose: (used) => {
      if (clients.get(identity)?.deref() === used) clients.delete(identity);
    },
  });
  clients.set(identity, new WeakRef(client as unknown as RealtimeClient<never>));
  return client;
}

/**
 * Returns the one client of a config in this browsing context, created inert at the first call; a later call passes it the newest
 * options. One that is never mounted or used may be garbage-collected. On a server every call returns a new client that never
 * connects, so that no two requests share state.
 * @throws RealtimeError CK207 in development, for a second, different contract
 */
export function getRealtimeClient<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  const client = clientOf(options);
  if (options) client.configure(options);
  return client;
}

/**
 * Makes a client the default one: it takes over the user that was set before it existed. From then on `setPusherUserId` calls
 * `setUserId`, where a provider that controls its user throws. Returns the undo.
 */
export function setDefaultClient<TChannels>(
  client: RealtimeClient<TChannels>,
  setUserId: (id: string | number | null) => void = (id) => client.user.set(id),
): () => void {
  const state = clientsOf();
  const mine = { client: client as unknown as RealtimeClient<never>, setUserId };
  state.defaults.add(mine);
  if (state.pendingUserId !== undefined) proposeUser(client, state.pendingUserId);
  state.pendingUserId = undefined;
  // A page may have several roots: when the last one unmounts, the one before it is the default again.
  return () => void state.defaults.delete(mine);
}

const defaultClient = () => [...clientsOf().defaults].at(-1);

/**
 * Sets the user of the default client (the outermost provider's) from plain code. Before there is one, the user is kept for it.
 * @throws RealtimeError CK208 on a server, where it would be shared between requests; CK402 while the provider has a `userId`
 */
export function setPusherUserId(id: string | number | null): void {
  if (!isBrowser()) throw new RealtimeError(CK208, 'setPusherUserId() would be shared between requests');
  const known = defaultClient();
  if (known) known.setUserId(id);
  else clientsOf().pendingUserId = toUserId(id);
}

/** Returns the user of the default client, or the one kept for it; null on a server. */
export function getPusherUserId(): string | null {
  if (!isBrowser()) return null;
  const known = defaultClient();
  return known ? known.client.user.getSnapshot().id : (clientsOf().pendingUserId ?? null);
}
