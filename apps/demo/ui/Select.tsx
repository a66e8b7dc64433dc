import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A native select: it works with every keyboard and screen reader. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select
        className={cn(
          'h-10 w-full appearance-none rounded-lg border bg-surface pr-9 pl-3 text-sm hover:border-line-strong aria-invalid:border-bad',
          className,
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-3 right-3 size-4 text-ink-faint" />
    </span>
  );
}
