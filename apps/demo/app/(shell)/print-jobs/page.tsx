import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PrintJobsView } from '@/features/print-jobs/PrintJobsView';
import { listPrintJobs } from '@/features/print-jobs/printJobQueries.server';
import { printJobListQuery } from '@/features/print-jobs/printJobQueryOptions';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export const metadata: Metadata = { title: 'Print jobs' };

/** `/print-jobs`: the tickets of the kitchen, and how far each is. */
export default async function PrintJobsPage() {
  await pagePerson('/print-jobs');
  const positions = await getEventLog().positions(['private-print-jobs']);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...printJobListQuery(),
    queryFn: async () => ({ jobs: await listPrintJobs() }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <PrintJobsView />
      </HydrationBoundary>
    </HydratePositions>
  );
}
