import type { ChannelContract, RealtimeClient, UntypedChannels } from '@channelkit/core';
import { useDebugValue, useMemo } from 'react';
import { useRealtime } from '../provider/useRealtime.ts';
import { useUserId } from '../provider/useUserId.ts';
import type { RegisteredHooks } from '../types/register.ts';
import type { PusherContextValue } from '../types/results.ts';

/**
 * Returns the client and the user of the nearest provider: the same object until one of them changes.
 * @throws RealtimeError CK401 without a provider
 */
export const usePusherContext: RegisteredHooks['usePusherContext'] = () => usePusherContextOf(undefined);

export function usePusherContextOf<TChannels = UntypedChannels>(
  contract: ChannelContract<TChannels> | undefined,
): PusherContextValue<TChannels> {
  const realtime = useRealtime(contract);
  const userId = useUserId(realtime);
  const { setUserId } = realtime;
  const client = realtime.client as unknown as RealtimeClient<TChannels>;
  useDebugValue(userId);
  return useMemo(
    () => ({ client, userId, setUserId, connection: client.connection }),
    [client, userId, setUserId],
  );
}
