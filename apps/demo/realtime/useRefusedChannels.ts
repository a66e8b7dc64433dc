'use client';
import { useCallback, useSyncExternalStore } from 'react';
import { usePusherContext } from './realtime.ts';

/** The channels that this page holds but cannot subscribe to: refused, or being retried. */
export function useRefusedChannels(): readonly string[] {
  const { client } = usePusherContext();
  const subscribe = useCallback(
    (changed: () => void) =>
      client.observe(({ type }) => {
        if (type === 'status' || type === 'added' || type === 'removed') changed();
      }),
    [client],
  );
  const names = useSyncExternalStore(
    subscribe,
    () =>
      client
        .inspect()
        .channels.filter(
          ({ leases, status }) => leases > 0 && (status.status === 'retrying' || status.status === 'failed'),
        )
        .map(({ name }) => name)
        .join(' '),
    () => '',
  );
  return names === '' ? [] : names.split(' ');
}
