import { cn } from './cn.ts';

/** Highlights the surrounding entry once. The entry needs `relative isolate`. */
export function ArrivalLight({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('pointer-events-none absolute inset-0 -z-10 animate-pulse-once', className)}
    />
  );
}
