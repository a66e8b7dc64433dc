'use client';
import { type ReactNode, useState } from 'react';
import { cn } from './cn.ts';

interface PulseProps {
  /** The watched value: a change highlights the area; the first value does not. */
  readonly on: string | number | null;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Highlights an area for a moment when its value changes. */
export function Pulse({ on, children, className }: PulseProps) {
  const [shown, setShown] = useState({ value: on, changes: 0 });
  if (shown.value !== on) setShown({ value: on, changes: shown.changes + 1 });
  return (
    <span className={cn('relative isolate inline-block', className)} data-changes={shown.changes}>
      {shown.changes > 0 && (
        <span
          key={shown.changes}
          aria-hidden
          className="-inset-x-1.5 -inset-y-0.5 -z-10 pointer-events-none absolute animate-pulse-once rounded-md"
        />
      )}
      {children}
    </span>
  );
}
