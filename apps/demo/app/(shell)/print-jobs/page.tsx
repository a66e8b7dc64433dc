import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PrintJobsView } from '@/components/print-jobs/PrintJobsView';
import { printJobListQuery } from '@/lib/printJobQuery';
import { makeQueryClient } from '@/lib/queryClient';
import { pagePerson } from '@/lib/server/pagePerson';
import { listPrintJobs } from '@/lib/server/printJobQueries';

export const metadata: Metadata = { title: 'Print jobs' };

/** `/print-jobs`: the tickets of the kitchen, and how far each is. */
export default async function PrintJobsPage() {
  await pagePerson('/print-jobs');
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...printJobListQuery(),
    queryFn: async () => ({ jobs: await listPrintJobs() }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PrintJobsView />
    </HydrationBoundary>
  );
}
