'use client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '@/ui/Card';
import { serviceQuery } from './serviceQueryOptions.ts';

function NameList({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  return (
    <div className="mt-4 grid gap-1">
      <h3 className="eyebrow">{title}</h3>
      <ul className="grid gap-1 font-mono text-xs">
        {[...new Set(names)].map((name) => (
          <li key={name} className="truncate">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The service: its configuration, its last error, and the occupied channels. */
export function ServicePanel() {
  const { data, error } = useQuery(serviceQuery());
  const fault = error?.message ?? data?.lastError;
  return (
    <Card aria-labelledby="service" className="p-5 text-sm">
      <h2 id="service" className="mb-4 flex justify-between font-medium">
        Service
        <span className="font-normal text-ink-faint text-xs">
          {data && (data.isReady ? 'ready' : 'not configured')}
        </span>
      </h2>
      {fault && <p className="mb-3 text-bad text-xs">{fault}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-xs">
        {Object.entries(data?.config ?? {}).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="truncate text-right">{String(value)}</dd>
          </div>
        ))}
      </dl>
      <NameList title="Occupied channels" names={data?.channels.map(({ name }) => name) ?? []} />
      {data && data.webhooks.length > 0 && <NameList title="Webhooks" names={data.webhooks} />}
    </Card>
  );
}
