import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { PrintJob } from './printJobs.ts';
import { printJobKeys } from './queryKeys.ts';

/** The newest print jobs. */
export const printJobListQuery = () =>
  queryOptions({
    queryKey: printJobKeys.lists(),
    queryFn: ({ signal }) => callApi<{ jobs: PrintJob[] }>('/api/print-jobs', { signal }),
  });
