'use client';
import type { ChannelMessage, ChannelStatus, RealtimeClient } from '@channelkit/react';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Tone } from '@/realtime/connectionWords';
import { StatusDot } from '@/realtime/StatusDot';

interface MonitoredChannelProps {
  readonly client: RealtimeClient;
  readonly name: string;
  readonly onMessage: (message: ChannelMessage) => void;
  readonly onLeave: () => void;
}

const tones: Readonly<Record<ChannelStatus['status'], Tone>> = {
  idle: 'neutral',
  subscribing: 'neutral',
  subscribed: 'live',
  retrying: 'warn',
  failed: 'bad',
};

/** One channel and its status; subscribed while it is in the list. */
export function MonitoredChannel({ client, name, onMessage, onLeave }: MonitoredChannelProps) {
  const [status, setStatus] = useState<Pick<ChannelStatus, 'status' | 'error'>>({
    status: 'idle',
    error: null,
  });
  useEffect(() => {
    const lease = client.acquire(name);
    const stops = [
      lease.on('*', (_data, message) => onMessage(message)),
      lease.status.subscribe(() => setStatus(lease.status.getSnapshot())),
    ];
    return () => {
      for (const stop of stops) stop();
      lease.release();
    };
  }, [client, name, onMessage]);
  return (
    <li className="grid gap-1 text-sm" data-channel={name} data-status={status.status}>
      <span className="flex items-center gap-2.5">
        <StatusDot tone={tones[status.status]} />
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
        <span className="text-ink-faint text-xs">{status.status}</span>
        <button
          type="button"
          onClick={onLeave}
          aria-label={`Leave ${name}`}
          className="rounded p-1 text-ink-faint hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </span>
      {status.error && <p className="pl-4.5 text-bad text-xs">{status.error.message}</p>}
    </li>
  );
}
