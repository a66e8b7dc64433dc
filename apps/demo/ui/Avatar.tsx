import { cn } from './cn.ts';

/** Somebody's initials in a circle; the name stands beside it, so it is not read out. */
export function Avatar({ name, className }: { readonly name: string; readonly className?: string }) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-8 shrink-0 place-items-center rounded-full border bg-sunken font-medium text-ink-soft text-xs',
        className,
      )}
    >
      {initials}
    </span>
  );
}
