'use client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/ui/Card';
import { callApi } from '@/lib/api';
import type { ServiceState } from '@/lib/triggers';

/** The server's side: is it configured, does it answer, which channels are occupied. */
export function ServicePanel() {
  const { data, error } = useQuery({
    queryKey: ['service'],
    queryFn: ({ signal }) => callApi<ServiceState>('/api/pusher', { signal }),
    refetchInterval: 4000,
  });
  const fault = error?.message ?? data?.lastError;
  return (
    <Card aria-labelledby="service" className="p-5 text-sm">
      <h2 id="service" className="mb-4 flex justify-between font-medium">
        Service
        <span className="font-normal text-ink-faint text-xs">
          {data?.isReady ? 'ready' : 'not configured'}
        </span>
      </h2>
      {fault && <p className="mb-3 text-bad text-xs">{fault}</p>}
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-xs">
        {Object.entries(data?.config ?? {}).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="truncate text-right">{String(value)}</dd>
          </div>
        ))}
      </dl>
      <h3 className="eyebrow mb-2">Occupied channels</h3>
      <ul className="grid gap-1 font-mono text-xs">
        {data?.channels.map(({ name }) => (
          <li key={name} className="truncate">
            {name}
          </li>
        ))}
      </ul>
    </Card>
  );
}
