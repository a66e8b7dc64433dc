'use client';
import { BusyButton } from '@/ui/BusyButton';
import { cn } from '@/ui/cn';

interface TestConnectionProps {
  readonly busy: boolean;
  /** What the service answered: null is well, undefined not asked. */
  readonly problem: string | null | undefined;
  readonly onTest: (form: HTMLFormElement) => void;
}

/** Asks the service in the form whether it takes the credentials, and says what it answered. */
export function TestConnection({ busy, problem, onTest }: TestConnectionProps) {
  return (
    <>
      <BusyButton look="plain" busy={busy} onClick={({ currentTarget: { form } }) => form && onTest(form)}>
        {busy ? 'Testing…' : 'Test connection'}
      </BusyButton>
      <p aria-live="polite" className={cn('text-sm', problem ? 'text-bad' : 'text-live')}>
        {problem ?? (problem === null ? 'The service answers.' : '')}
      </p>
    </>
  );
}
