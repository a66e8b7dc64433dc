'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import { printJobKeys } from './printJobKeys.ts';
import type { PrintJob } from './printJobs.ts';

/** Has a finished ticket printed again. */
export function usePrintAgain() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (jobId: number) => callApi<PrintJob>(`/api/print-jobs/${jobId}/retry`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: printJobKeys.lists() }),
  });
}
