'use client';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { Badge } from '@/ui/Badge';
import { BusyButton } from '@/ui/BusyButton';
import { cn } from '@/ui/cn';
import { formatClock } from '@/ui/format';
import { Pulse } from '@/ui/Pulse';
import type { PrintJob, PrintJobStatus } from './printJobs.ts';
import { usePrintAgain } from './usePrintAgain.ts';

const looks: Readonly<Record<PrintJobStatus, { label: string; tone: 'neutral' | 'live' | 'warn' | 'bad' }>> =
  {
    waiting: { label: 'Waiting', tone: 'neutral' },
    claimed: { label: 'Printing', tone: 'warn' },
    completed: { label: 'Printed', tone: 'live' },
    failed: { label: 'Failed', tone: 'bad' },
  };

/** One ticket: its order, its state, and the station that prints it. */
export function PrintJobRow({
  job,
  arrived,
}: {
  readonly job: PrintJob;
  /** Whether it was added after the list was first shown. */
  readonly arrived: boolean;
}) {
  const again = usePrintAgain();
  const { label, tone } = looks[job.status];
  const finished = job.status === 'completed' || job.status === 'failed';
  return (
    <li
      data-print-job={job.id}
      data-print-status={job.status}
      className="relative isolate flex flex-wrap items-center gap-x-4 gap-y-2.5 px-4 py-3.5 sm:px-5"
    >
      {arrived && <ArrivalLight />}
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="flex flex-wrap items-baseline gap-x-2 font-medium text-sm">
          Table {job.tableNumber}
          <span className="figures font-normal text-ink-faint text-xs">
            #{job.orderNumber} · <time dateTime={job.orderedAt}>{formatClock(job.orderedAt)}</time>
          </span>
        </p>
        <p className="text-ink-soft text-sm">
          {job.items.map(({ name, quantity }) => `${quantity}× ${name}`).join(', ')}
        </p>
        {(job.station || job.error) && (
          <p className="break-words text-ink-faint text-xs">
            {job.station && `Station ${job.station}`}
            {job.attempts > 1 && `, attempt ${job.attempts}`}
            {job.error && <span className="text-bad"> {job.error}</span>}
          </p>
        )}
        {again.error && (
          <p role="alert" className="text-bad text-xs">
            {again.error.message}
          </p>
        )}
      </div>
      <span className="flex items-center gap-1.5 max-sm:mr-auto">
        {job.reprint && <Badge tone="warn">Reprint</Badge>}
        <Pulse on={job.status}>
          <Badge tone={tone}>{label}</Badge>
        </Pulse>
      </span>
      <BusyButton
        look="plain"
        size="small"
        className={cn(!finished && 'invisible')}
        busy={!finished || again.isPending}
        aria-label={`Print again: order ${job.orderNumber}`}
        onClick={() => again.mutate(job.id)}
      >
        Print again
      </BusyButton>
    </li>
  );
}
