import { cn } from './cn.ts';

/** A person's initials in a circle; hidden from screen readers, because the name is shown beside it. */
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
