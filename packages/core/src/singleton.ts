import { makeClient } from './client.ts';
import { proposeUser, toUserId } from './clientUserStore.ts';
import type { UntypedChannels } from './contractTypes.ts';
import { isBrowser } from './environment.ts';
import { CK208 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
import { globalState } from './globalState.ts';
import { clientIdentity } from './identity.ts';
import type { RealtimeClientOptions } from './options.ts';
import type { RealtimeClient } from './types.ts';

/**
 * The one client of a config in this browsing context, made inert at the first call. A later call leaves it as it is, so that
 * a render may call it (promise 5).
 */
export function clientOf<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  if (!isBrowser()) return makeClient(options, { isInert: true });
  const { clients, active } = globalState();
  const identity = clientIdentity(options as RealtimeClientOptions<never> | null);
  const known = clients.get(identity)?.deref() as RealtimeClient<TChannels> | undefined;
  if (known) return known;
  const client = makeClient(options, {
    lifecycle: {
      onUse: (used, inUse) => {
        if (inUse) active.set(identity, used);
        else if (active.get(identity) === used) active.delete(identity);
      },
      onDispose: (used) => {
        if (clients.get(identity)?.deref() === used) clients.delete(identity);
      },
    },
  });
  clients.set(identity, new WeakRef(client as unknown as RealtimeClient<never>));
  return client;
}

/**
 * The one client of a config in this browsing context, made inert at the first call; a later call hands it the newest
 * options. One that is never mounted or used may be collected. On a server every call gives a fresh client that never
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
 * Makes a client the default one: it gets the user that was set before it existed. `setUserId` is what `setPusherUserId` does
 * from then on; a provider that controls its user refuses there. Returns the undo.
 */
export function setDefaultClient<TChannels>(
  client: RealtimeClient<TChannels>,
  setUserId: (id: string | number | null) => void = (id) => client.user.set(id),
): () => void {
  const state = globalState();
  const mine = { client: client as unknown as RealtimeClient<never>, setUserId };
  state.defaultClients.add(mine);
  if (state.pendingUserId !== undefined) proposeUser(client, state.pendingUserId);
  state.pendingUserId = undefined;
  // A page may have several roots: when the last one goes, the one before it is the default again.
  return () => void state.defaultClients.delete(mine);
}

const defaultClient = () => [...globalState().defaultClients].at(-1);

/**
 * Sets the user of the default client (the outermost provider's) from plain code; before there is one, it is kept for it.
 * @throws RealtimeError CK208 on a server, where it would be shared between requests; CK402 while the provider has a `userId`
 */
export function setPusherUserId(id: string | number | null): void {
  if (!isBrowser()) throw new RealtimeError(CK208, 'setPusherUserId() would be shared between requests');
  const known = defaultClient();
  if (known) known.setUserId(id);
  else globalState().pendingUserId = toUserId(id);
}

/** The user of the default client, or the one kept for it; null on a server. */
export function getPusherUserId(): string | null {
  if (!isBrowser()) return null;
  const known = defaultClient();
  return known ? known.client.user.getSnapshot().id : (globalState().pendingUserId ?? null);
}
