import { cn } from '@/ui/cn';
import type { Tone } from './connectionWords.ts';

const colors: Readonly<Record<Tone, string>> = {
  live: 'bg-live',
  warn: 'bg-warn',
  bad: 'bg-bad',
  neutral: 'bg-ink-faint',
};

/** A dot in the color of a state. The label beside it says the same. */
export function StatusDot({ tone }: { readonly tone: Tone }) {
  return (
    <span aria-hidden className="relative grid size-2 shrink-0 place-items-center">
      {tone === 'live' && <span className="absolute size-2 animate-beacon rounded-full bg-live" />}
      <span className={cn('size-2 rounded-full', colors[tone])} />
    </span>
  );
}
