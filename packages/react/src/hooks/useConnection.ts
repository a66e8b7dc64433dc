import type { ConnectionSnapshot } from '@channelkit/core';
import { useDebugValue } from 'react';
import { useSelection } from '../lib/useSelection.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Returns the connection, or the result of `selector`. Renders again only when that changes (shallow comparison). The selector may be
 * inline. Reading the connection opens no socket. On the server, and during hydration, the state is `idle`, or `disabled`
 * without a key.
 *
 * @example
 * const isConnected = useConnection((connection) => connection.state === 'connected');
 * @throws RealtimeError CK401 without a provider
 */
export const useConnection: RegisteredHooks['useConnection'] = (selector) =>
  useConnectionOf(undefined, selector);

export function useConnectionOf<TSelected = ConnectionSnapshot>(
  contract: object | undefined,
  selector?: (connection: ConnectionSnapshot) => TSelected,
): TSelected {
  const { connection } = useRealtime(contract).client;
  useDebugValue(connection, (store) => store.getSnapshot().state);
  return useSelection(connection, selector);
}
