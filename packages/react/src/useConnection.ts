import type { ConnectionSnapshot } from '@channelkit/core';
import { useRealtime } from './context.ts';
import { useSelection } from './useSnapshot.ts';

const everything = (snapshot: ConnectionSnapshot) => snapshot;

/** What a server renders for a client that will connect in the browser. */
const idle: ConnectionSnapshot = {
  state: 'idle',
  reason: null,
  socketId: null,
  error: null,
  since: 0,
  retryAt: null,
};
const serverSnapshot = () => idle;

/** The untyped implementation behind every form of `useConnection`. */
export function useConnectionOf<TSelected>(
  contract: object | undefined,
  selector: (connection: ConnectionSnapshot) => TSelected = everything as (
    connection: ConnectionSnapshot,
  ) => TSelected,
): TSelected {
  const { client, isDisabled } = useRealtime(contract);
  const { subscribe, getSnapshot, getServerSnapshot } = client.connection;
  // A client never connects on a server and says so; the browser's first render must not (promise 6).
  return useSelection(
    { subscribe, getSnapshot, getServerSnapshot: isDisabled ? getServerSnapshot : serverSnapshot },
    selector,
  );
}

/**
 * The connection, or what `selector` makes of it; renders again only when that changes (shallowly). The selector may be
 * inline. Reading it opens no socket.
 *
 * @example
 * const isConnected = useConnection((connection) => connection.state === 'connected');
 * @throws RealtimeError CK401 without a provider
 */
export function useConnection(): ConnectionSnapshot;
export function useConnection<TSelected>(selector: (connection: ConnectionSnapshot) => TSelected): TSelected;
export function useConnection(selector?: (connection: ConnectionSnapshot) => unknown): unknown {
  return useConnectionOf(undefined, selector);
}
