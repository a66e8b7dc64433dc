'use client';
import { LoadFailure } from '@/ui/LoadFailure';

/** Shown in place of a page that failed; the rest of the application stays. */
export default function ShellError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <LoadFailure error={new Error('Something failed on the server. Your data is safe.')} onRetry={reset} />
  );
}
