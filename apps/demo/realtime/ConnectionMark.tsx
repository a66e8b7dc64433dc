'use client';
import { Popover } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { Button } from '@/ui/Button';
import { cn } from '@/ui/cn';
import { useNow } from '@/ui/useNow';
import { connectionWords, partlyLive } from './connectionWords.ts';
import { useConnection, usePusherContext } from './realtime.ts';
import { StatusDot } from './StatusDot.tsx';
import { useRefusedChannels } from './useRefusedChannels.ts';

const explanations = {
  disabled: 'Real time is off. Pages poll instead.',
  idle: 'The connection starts when a page first needs it.',
  connecting: 'Connecting to the server.',
  connected: 'Changes arrive as they happen.',
  reconnecting: 'The connection was lost. What is missed meanwhile is caught up with once it is back.',
  failed: 'The server refused the connection. It is not retried automatically.',
  closed: 'The connection was closed by this page.',
} as const;

function NextAttempt({ at }: { readonly at: number | null }) {
  const now = useNow(500);
  const seconds = at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
  return (
    <p className="figures text-ink-soft text-sm">
      {seconds > 0 ? `Next attempt in ${seconds} s.` : 'Trying again.'}
    </p>
  );
}

/** Whose socket it is: the tabs of a browser share one. */
function SharedSocket() {
  const { client } = usePusherContext();
  const { subscribe, getSnapshot, getServerSnapshot } = client.tabs;
  const { mode, isLeader, count, reason } = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const others = count === 2 ? '1 other tab' : `${count - 1} other tabs`;
  const text =
    mode === 'own'
      ? `This tab has a connection of its own${reason ? `: ${reason}` : ''}.`
      : count === 1
        ? 'This tab has the connection. Tabs that you open will share it.'
        : isLeader
          ? `This tab has the connection, and shares it with ${others}.`
          : `Another tab has the connection, and ${count} tabs share it.`;
  return (
    <p data-tabs={isLeader ? 'leads' : 'follows'} className="text-ink-faint text-xs">
      {text}
    </p>
  );
}

/** The connection state in one word. Opens to show the reason and what happens next. */
export function ConnectionMark() {
  const connection = useConnection((snapshot) => snapshot);
  const { client } = usePusherContext();
  const refused = useRefusedChannels();
  const isPartly = connection.state === 'connected' && refused.length > 0;
  const { label, tone } = isPartly ? partlyLive : connectionWords(connection.state);
  const cause = connection.error?.message ?? connection.reason;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button
          look="quiet"
          size="small"
          className="min-w-20 font-normal max-[22.5rem]:min-w-9"
          data-connection={connection.state}
        >
          <StatusDot tone={tone} />
          <span className="sr-only">Connection: </span>
          <span className="max-[22.5rem]:sr-only">{label}</span>
        </Button>
      </Popover.Trigger>
      {/* Outside the button: its content is its accessible name, and a live region would hide that. */}
      <span role="status" className="sr-only">
        Connection: {label}
      </span>
      <Popover.Portal>
        <Popover.Content
          aria-label="Connection"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className={cn('z-50 grid w-72 animate-fade gap-2 rounded-xl border bg-surface p-4 shadow-float')}
        >
          <p className="flex items-center gap-2 font-medium text-sm">
            <StatusDot tone={tone} />
            {label}
          </p>
          <p className="text-ink-soft text-sm">
            {isPartly
              ? 'Connected, but some channels were refused. Their pages poll instead.'
              : explanations[connection.state]}
          </p>
          {isPartly && <p className="break-words font-mono text-ink-faint text-xs">{refused.join(', ')}</p>}
          {cause && connection.state !== 'connected' && (
            <p className="break-words text-ink-faint text-xs first-letter:uppercase">{cause}</p>
          )}
          {(connection.retryAt !== null || connection.state === 'reconnecting') && (
            <NextAttempt at={connection.retryAt} />
          )}
          {connection.state === 'connected' && <SharedSocket />}
          {(connection.state === 'reconnecting' ||
            connection.state === 'failed' ||
            connection.state === 'closed') && (
            <Button look="plain" size="small" className="mt-1" onClick={() => client.connect()}>
              Try now
            </Button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
