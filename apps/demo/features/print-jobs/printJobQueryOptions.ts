import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { printJobKeys } from './printJobKeys.ts';
import type { PrintJob } from './printJobs.ts';

/** The newest print jobs. */
export const printJobListQuery = () =>
  queryOptions({
    queryKey: printJobKeys.lists(),
    queryFn: ({ signal }) => callApi<{ jobs: PrintJob[] }>('/api/print-jobs', { signal }),
  });
