'use client';
import type { RealtimeClient } from '@channelkit/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Figures } from './Figures.tsx';
import { serviceQuery } from './serviceQueryOptions.ts';

/** The figures of the demo's own protocol server; nothing if another server is used. */
export function ServiceFigures({ client }: { readonly client: Pick<RealtimeClient, 'observe'> }) {
  const { data, refetch } = useQuery(serviceQuery());
  // Refetch as soon as this window adds a subscription.
  useEffect(() => client.observe(({ type }) => void (type === 'live' && refetch())), [client, refetch]);
  if (!data?.figures) return null;
  const { connections, subscriptions, messages, apiCalls } = data.figures;
  return (
    <Figures
      label="The whole server"
      figures={{
        'Open connections': connections,
        'Open subscriptions': subscriptions,
        'Messages sent': messages,
        'API calls': apiCalls,
      }}
    />
  );
}
