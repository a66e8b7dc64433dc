'use client';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { Card } from '@/ui/Card';
import { formatMoment } from '@/ui/format';
import { useArrivals } from '@/ui/useArrivals';
import type { ActivityEntry } from './invoices.ts';

const sentences: Readonly<Record<ActivityEntry['kind'], (detail: ActivityEntry['detail']) => string>> = {
  created: () => 'Invoice created',
  updated: () => 'Details updated',
  paid: ({ method }) => `Paid by ${method === 'bank' ? 'bank transfer' : 'card'}`,
  status: ({ status }) => `Marked as ${status}`,
};

/** The activity of an invoice, newest first. */
export function InvoiceTimeline({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const isNew = useArrivals(entries.map(({ id }) => id));
  return (
    <Card aria-labelledby="timeline" className="p-5">
      <h2 id="timeline" className="mb-4 font-medium text-sm">
        Activity
      </h2>
      <ol className="grid">
        {entries.map(({ id, kind, detail, at }) => (
          <li key={id} className="group relative isolate grid gap-0.5 pb-5 pl-6 last:pb-0">
            {isNew(id) && <ArrivalLight className="-inset-x-1.5 -top-1 bottom-3.5 rounded-md" />}
            <span
              aria-hidden
              className="absolute top-[0.4rem] left-0 size-2 rounded-full bg-line-strong group-first:bg-ink"
            />
            <span
              aria-hidden
              className="absolute top-5 bottom-0 left-[3.5px] w-px bg-line group-last:hidden"
            />
            <span className="text-sm">{sentences[kind](detail)}</span>
            <time dateTime={at} className="figures text-ink-faint text-xs">
              {formatMoment(at)} UTC
            </time>
          </li>
        ))}
      </ol>
    </Card>
  );
}
