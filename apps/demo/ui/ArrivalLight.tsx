import { cn } from './cn.ts';

/** Lights up, once, the entry that it stands in: something relative and isolated. */
export function ArrivalLight({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('pointer-events-none absolute inset-0 -z-10 animate-pulse-once', className)}
    />
  );
}
