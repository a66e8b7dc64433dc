import type { ConnectionSnapshot } from '@channelkit/core';
import { useRealtime } from './context.ts';
import { useSelection } from './useSnapshot.ts';

/** The untyped implementation behind every form of `useConnection`. */
export function useConnectionOf<TSelected>(
  contract: object | undefined,
  selector?: (connection: ConnectionSnapshot) => TSelected,
): TSelected {
  return useSelection(useRealtime(contract).client.connection, selector);
}

/**
 * The connection, or what `selector` makes of it; renders again only when that changes (shallowly). The selector may be
 * inline. Reading it opens no socket. On the server, and while it hydrates, it is `idle`, or `disabled` without a key.
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
