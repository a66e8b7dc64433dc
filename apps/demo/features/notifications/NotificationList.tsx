'use client';
import { Inbox } from 'lucide-react';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { formatMoment } from '@/ui/format';
import { LoadFailure } from '@/ui/LoadFailure';
import { useArrivals } from '@/ui/useArrivals';
import { notificationListQuery } from './notificationQueryOptions.ts';

/** A person's notifications, newest first. */
export function NotificationList({ userId }: { readonly userId: string }) {
  const { data, error, refetch, mode } = useRealtimeQuery({
    ...notificationListQuery(userId),
    live: { pattern: 'private-supplier.notifications.{userId}', params: { userId } },
    pollInterval: 4000,
  });
  const entries = data?.notifications ?? [];
  const isNew = useArrivals(entries.map(({ id }) => id));
  if (error && !data) return <LoadFailure error={error} onRetry={() => void refetch()} />;
  return (
    <Card aria-labelledby="inbox">
      <div className="flex items-center justify-between gap-3 border-b px-5 py-3.5">
        <h2 id="inbox" className="font-medium text-sm">
          For you
        </h2>
        <LiveModeMark mode={mode} />
      </div>
      {entries.length === 0 ? (
        <EmptyState icon={<Inbox />} title="Nothing yet">
          Notifications for you appear here, and nowhere else.
        </EmptyState>
      ) : (
        // Keyboards can scroll only elements that can be focused.
        <div
          role="log"
          aria-labelledby="inbox"
          tabIndex={entries.length > 0 ? 0 : undefined}
          className="overflow-y-auto focus-visible:-outline-offset-2 max-xl:max-h-[28rem]"
        >
          <ol className="divide-y">
            {entries.map(({ id, title, body, at }) => (
              <li
                key={id}
                className="relative isolate flex items-baseline justify-between gap-4 px-5 py-3.5 text-sm"
              >
                {isNew(id) && <ArrivalLight />}
                <span className="grid min-w-0 gap-0.5">
                  <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
                  <span className="text-ink-soft [overflow-wrap:anywhere]">{body}</span>
                </span>
                <time dateTime={at} className="figures shrink-0 text-ink-faint text-xs">
                  {formatMoment(at)}
                </time>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Card>
  );
}
