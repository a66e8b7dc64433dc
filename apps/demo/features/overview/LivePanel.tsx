'use client';
import type { ReactNode } from 'react';
import { connectionWords } from '@/realtime/connectionWords';
import { useChannel, useConnection, usePusherEvent } from '@/realtime/realtime';
import { StatusDot } from '@/realtime/StatusDot';
import { Card } from '@/ui/Card';
import { Pulse } from '@/ui/Pulse';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 px-5 py-3">
      <dt className="shrink-0 text-ink-soft text-sm">{label}</dt>
      <dd className="figures -mx-1.5 -my-0.5 min-w-0 truncate px-1.5 py-0.5 text-right text-sm">
        {children}
      </dd>
    </div>
  );
}

function OwnChannel({ userId }: { readonly userId: string }) {
  const channel = { pattern: 'private-user.{userId}.invoices', params: { userId } } as const;
  const held = useChannel(channel);
  const { message } = usePusherEvent('*', undefined, { channel });
  return (
    <>
      <Row label="Your channel">
        <span className="font-mono text-xs">private-user.{userId}.invoices</span>
      </Row>
      <Row label="No gap since">
        {held.isLive ? clock.format(held.liveSince) : <span className="text-ink-faint">{held.status}</span>}
      </Row>
      <Row label="Last event">
        {message ? (
          <Pulse on={message.receivedAt}>
            {message.event}, {clock.format(message.receivedAt)}
          </Pulse>
        ) : (
          <span className="text-ink-faint">none yet</span>
        )}
      </Row>
    </>
  );
}

/** What is live in this window. */
export function LivePanel({ userId }: { readonly userId: string | null }) {
  const state = useConnection((connection) => connection.state);
  const { label, tone } = connectionWords(state);
  return (
    <Card aria-labelledby="live" className="overflow-hidden">
      <h2 id="live" className="border-b px-5 py-3.5 font-medium text-sm">
        Live right now
      </h2>
      <dl className="divide-y">
        <Row label="This window">
          <span className="inline-flex items-center gap-2">
            <StatusDot tone={tone} />
            {label}
          </span>
        </Row>
        {userId ? (
          <OwnChannel userId={userId} />
        ) : (
          <Row label="Your channel">
            <span className="text-ink-faint">sign in to get one</span>
          </Row>
        )}
      </dl>
    </Card>
  );
}
