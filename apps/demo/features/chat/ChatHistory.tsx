'use client';
import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { cn } from '@/ui/cn';
import { EmptyState } from '@/ui/EmptyState';
import { formatClock } from '@/ui/format';
import { useArrivals } from '@/ui/useArrivals';
import type { ChatMessage } from './chat.ts';

interface ChatHistoryProps {
  readonly messages: readonly ChatMessage[];
  readonly ownId: string;
}

/** Milliseconds between two messages of one person after which the second shows its own time. */
const pause = 5 * 60_000;

const isFollowedBy = (before: ChatMessage | undefined, message: ChatMessage): boolean =>
  before?.userId === message.userId && Date.parse(message.timestamp) - Date.parse(before.timestamp) < pause;

/** The messages, scrolled to the newest; screen readers announce new ones. */
export function ChatHistory({ messages, ownId }: ChatHistoryProps) {
  const isNew = useArrivals(messages.map(({ id }) => id));
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined) end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest]);
  return (
    // Keyboards can scroll only elements that can be focused.
    <div
      className="min-w-0 flex-1 overflow-y-auto p-5 focus-visible:-outline-offset-2"
      role="log"
      aria-label="Messages"
      tabIndex={messages.length > 0 ? 0 : undefined}
    >
      {messages.length === 0 ? (
        <EmptyState icon={<MessagesSquare />} title="No messages yet">
          The first message appears in every open window.
        </EmptyState>
      ) : (
        <ol className="grid grid-cols-[minmax(0,1fr)] gap-1">
          {messages.map((message, index) => (
            <MessageLine
              key={message.id}
              message={message}
              own={message.userId === ownId}
              follows={isFollowedBy(messages[index - 1], message)}
              arrived={isNew(message.id)}
            />
          ))}
        </ol>
      )}
      <div ref={end} />
    </div>
  );
}

function MessageLine({
  message,
  own,
  follows,
  arrived,
}: {
  readonly message: ChatMessage;
  readonly own: boolean;
  /** Whether it continues the previous message. */
  readonly follows: boolean;
  readonly arrived: boolean;
}) {
  return (
    <li
      data-message={message.id}
      className={cn(
        'grid min-w-0 max-w-[80%] grid-cols-[minmax(0,1fr)] gap-1',
        own ? 'justify-items-end justify-self-end' : 'justify-items-start',
      )}
    >
      {!follows && (
        <p className="mt-3 flex items-baseline gap-2 px-1 text-xs">
          {!own && <span className="font-medium">{message.user}</span>}
          <time dateTime={message.timestamp} className="figures text-ink-faint">
            {formatClock(message.timestamp)}
          </time>
        </p>
      )}
      <p
        className={cn(
          'relative isolate w-fit overflow-hidden whitespace-pre-wrap rounded-2xl px-3.5 py-2 text-sm [overflow-wrap:anywhere]',
          own ? 'bg-action text-on-action' : 'bg-sunken',
        )}
      >
        {arrived && !own && <ArrivalLight />}
        {message.message}
      </p>
    </li>
  );
}
