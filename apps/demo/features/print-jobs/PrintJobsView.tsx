'use client';
import { Printer } from 'lucide-react';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { LoadFailure } from '@/ui/LoadFailure';
import { PageHeader } from '@/ui/PageHeader';
import { useArrivals } from '@/ui/useArrivals';
import { PrintJobRow } from './PrintJobRow.tsx';
import { printJobListQuery } from './printJobQueryOptions.ts';
import { StationHint } from './StationHint.tsx';

/** The latest tickets and their states. */
export function PrintJobsView() {
  const { data, error, refetch, mode } = useRealtimeQuery({
    ...printJobListQuery(),
    live: 'private-print-jobs',
    pollInterval: 3000,
  });
  const isNew = useArrivals(data?.jobs.map(({ id }) => id) ?? []);
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Print jobs
            <LiveModeMark mode={mode} />
          </span>
        }
      >
        Each order is stored together with its ticket. A print station picks the ticket up from here.
      </PageHeader>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        {error && !data ? (
          <LoadFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <Card className="overflow-hidden">
            {data && data.jobs.length > 0 ? (
              <ul className="divide-y overflow-y-auto max-xl:max-h-[36rem]">
                {data.jobs.map((job) => (
                  <PrintJobRow key={job.id} job={job} arrived={isNew(job.id)} />
                ))}
              </ul>
            ) : (
              <EmptyState icon={<Printer />} title="No tickets yet">
                Send an order to the kitchen, and its ticket appears here.
              </EmptyState>
            )}
          </Card>
        )}
        <StationHint />
      </div>
    </>
  );
}
