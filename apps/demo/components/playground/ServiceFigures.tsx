'use client';
import { useQuery } from '@tanstack/react-query';
import { serviceQuery } from '@/lib/serviceQuery';
import { Figures } from './Figures.tsx';

/** What the demo's own protocol server counts, of every window; nothing where another server is used. */
export function ServiceFigures() {
  const { data } = useQuery(serviceQuery());
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
