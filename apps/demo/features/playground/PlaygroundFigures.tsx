'use client';
import type { RealtimeClient } from '@channelkit/react';
import { connectionWords } from '@/realtime/connectionWords';
import { StatusDot } from '@/realtime/StatusDot';
import { Figures } from './Figures.tsx';
import { useClientFigure } from './useClientFigure.ts';

interface PlaygroundFiguresProps {
  readonly client: RealtimeClient;
  /** Events that were sent through the server. */
  readonly sent: number;
}

/** The monitor's connection, subscriptions, messages and API calls. */
export function PlaygroundFigures({ client, sent }: PlaygroundFiguresProps) {
  const state = useClientFigure(client, ({ connection }) => connection.state, 'idle');
  const subscriptions = useClientFigure(
    client,
    ({ channels }) => {
      const held = channels.filter(({ leases }) => leases > 0);
      const live = held.filter(({ status }) => status.isLive).length;
      return live === held.length ? live : `${live} of ${held.length}`;
    },
    0,
  );
  const messages = useClientFigure(client, ({ counters }) => counters.message, 0);
  const { label, tone } = connectionWords(state);
  return (
    <Figures
      label="This monitor"
      figures={{ Subscriptions: subscriptions, Messages: messages, 'API calls': sent }}
    >
      <div className="grid gap-1 bg-surface px-4 py-3.5 sm:px-5">
        <dt className="eyebrow">Connection</dt>
        <dd className="flex items-center gap-2 font-medium text-lg" data-monitor={state}>
          <StatusDot tone={tone} />
          {label}
        </dd>
      </div>
    </Figures>
  );
}
