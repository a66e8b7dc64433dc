'use client';
import { useMutation } from '@tanstack/react-query';
import { BusyButton } from '@/components/ui/BusyButton';
import { callApi } from '@/lib/api';
import { cn } from '@/lib/classNames';

/** Asks the saved service whether it takes the credentials, and says what it answered. */
export function TestConnection() {
  const test = useMutation({
    mutationFn: () => callApi<{ problem: string | null }>('/api/settings/push/test', { method: 'POST' }),
  });
  const problem = test.error?.message ?? test.data?.problem;
  return (
    <>
      <BusyButton look="plain" busy={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? 'Testing…' : 'Test connection'}
      </BusyButton>
      <p aria-live="polite" className={cn('text-sm', problem ? 'text-bad' : 'text-live')}>
        {problem ?? (test.isSuccess ? 'The service answers.' : '')}
      </p>
    </>
  );
}
