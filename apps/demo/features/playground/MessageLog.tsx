'use client';
import { Radio } from 'lucide-react';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import type { LoggedMessage } from './useMessageLog.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

interface MessageLogProps {
  readonly messages: readonly LoggedMessage[];
  readonly onClear: () => void;
}

/** Every message as it arrived, newest first. */
export function MessageLog({ messages, onClear }: MessageLogProps) {
  return (
    <Card aria-labelledby="log" className="overflow-hidden">
      <div className="flex h-13 items-center justify-between border-b px-5">
        <h2 id="log" className="font-medium text-sm">
          Live log
        </h2>
        <Button look="quiet" size="small" disabled={messages.length === 0} onClick={onClear}>
          Clear
        </Button>
      </div>
      {messages.length === 0 ? (
        <EmptyState icon={<Radio />} title="Listening">
          Send an event, here or in another tab, and it appears here.
        </EmptyState>
      ) : (
        <ol role="log" className="max-h-[36rem] divide-y overflow-y-auto font-mono text-xs">
          {messages.map(({ index, channel, event, data, receivedAt, userId }) => (
            <li key={index} className="grid gap-1 px-5 py-3">
              <span className="flex flex-wrap items-baseline gap-x-3">
                <span className="figures text-ink-faint">{clock.format(receivedAt)}</span>
                <span className="font-medium">{event}</span>
                <span className="text-ink-soft">{channel}</span>
                {userId && <span className="text-ink-faint">from {userId}</span>}
              </span>
              <span className="whitespace-pre-wrap text-ink-soft [overflow-wrap:anywhere]">
                {JSON.stringify(data)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
