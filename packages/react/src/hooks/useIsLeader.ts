import { useDebugValue } from 'react';
import { useSelection } from '../lib/useSelection.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Returns whether this tab has the socket that the tabs of the browser share (`tabs: 'shared'`): true as long as it shares with nobody.
 * Renders again when that changes; opens no socket. On the server, and during hydration, it is true.
 *
 * For something that one tab must do for an event, such as a sound, use `onceAcrossTabs`: it also works while the lead changes.
 *
 * @example
 * const isLeader = useIsLeader();
 * @throws RealtimeError CK401 without a provider
 */
export const useIsLeader: RegisteredHooks['useIsLeader'] = () => useIsLeaderOf(undefined);

export function useIsLeaderOf(contract: object | undefined): boolean {
  const { client } = useRealtime(contract);
  const isLeader = useSelection(client.tabs, (tabs) => tabs.isLeader);
  useDebugValue(isLeader);
  return isLeader;
}
