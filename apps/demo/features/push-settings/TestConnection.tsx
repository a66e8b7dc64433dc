'use client';
import { BusyButton } from '@/ui/BusyButton';
import { cn } from '@/ui/cn';

interface TestConnectionProps {
  readonly busy: boolean;
  /** The result: null if the service answers, undefined before the test. */
  readonly problem: string | null | undefined;
  readonly onTest: (form: HTMLFormElement) => void;
}

/** Tests whether the service accepts the credentials in the form. */
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
