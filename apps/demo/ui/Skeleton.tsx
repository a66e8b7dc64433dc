import { cn } from './cn.ts';

/** A placeholder for content that is loading, in its final size. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn('block animate-shimmer rounded-md bg-sunken', className)} />;
}
