'use client';
import type { RealtimeClient } from '@channelkit/react';
import { useSyncExternalStore } from 'react';
import { StatusDot } from '@/components/realtime/StatusDot';
import { Card } from '@/components/ui/Card';
import { Pulse } from '@/components/ui/Pulse';
import { connectionWords } from '@/lib/connectionWords';

interface PlaygroundFiguresProps {
  readonly client: Pick<RealtimeClient, 'connection'>;
  readonly subscriptions: number;
  readonly received: number;
  readonly sent: number;
}

/** Connection, subscriptions, messages and calls of this window. */
export function PlaygroundFigures({ client, subscriptions, received, sent }: PlaygroundFiguresProps) {
  const { connection } = client;
  const { state } = useSyncExternalStore(
    connection.subscribe,
    connection.getSnapshot,
    connection.getServerSnapshot,
  );
  const { label, tone } = connectionWords(state);
  const figures = [
    { label: 'Subscriptions', value: subscriptions },
    { label: 'Messages', value: received },
    { label: 'API calls', value: sent },
  ];
  return (
    <Card
      aria-label="Figures"
      className="mb-6 grid grid-cols-2 gap-px overflow-hidden bg-line lg:grid-cols-4"
    >
      <dl className="grid gap-1 bg-surface px-4 py-4 sm:px-5">
        <dt className="eyebrow">Connection</dt>
        <dd className="flex items-center gap-2 font-medium text-lg sm:text-xl" data-monitor={state}>
          <StatusDot tone={tone} />
          {label}
        </dd>
      </dl>
      {figures.map(({ label: name, value }) => (
        <dl key={name} className="grid gap-1 bg-surface px-4 py-4 sm:px-5">
          <dt className="eyebrow">{name}</dt>
          <dd className="figures font-medium text-lg sm:text-xl">
            <Pulse on={value}>{value}</Pulse>
          </dd>
        </dl>
      ))}
    </Card>
  );
}
