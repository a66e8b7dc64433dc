'use client';
import type { ClientInspection, RealtimeClient } from '@channelkit/react';
import { useCallback, useSyncExternalStore } from 'react';

/** One figure of a client, kept up to date. The server renders `initial`. */
export function useClientFigure<TFigure extends string | number>(
  client: Pick<RealtimeClient, 'observe' | 'inspect'>,
  read: (inspection: ClientInspection) => TFigure,
  initial: TFigure,
): TFigure {
  const subscribe = useCallback((changed: () => void) => client.observe(changed), [client]);
  return useSyncExternalStore(
    subscribe,
    () => read(client.inspect()),
    () => initial,
  );
}
