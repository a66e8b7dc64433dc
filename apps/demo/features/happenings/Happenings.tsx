'use client';
import { History } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { EmptyState } from '@/ui/EmptyState';
import { type Happening, useHappenings } from './useHappenings.ts';

const tones = {
  event: 'live',
  rule: 'neutral',
  fetch: 'warn',
  write: 'warn',
  log: 'neutral',
  gap: 'bad',
} as const;
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

function Line({ happening: { at, kind, text } }: { readonly happening: Happening }) {
  return (
    <li className="grid grid-cols-[3.5rem_1fr] items-baseline gap-x-3 gap-y-0.5 py-2.5" data-happening={kind}>
      <Badge tone={tones[kind]} className="h-5 justify-center px-2">
        {kind}
      </Badge>
      <span className="font-mono text-xs [overflow-wrap:anywhere]">{text}</span>
      <time className="figures col-start-2 text-ink-faint text-xs">{clock.format(at)}</time>
    </li>
  );
}

/** The drawer "What just happened": from event to rule to fetch. */
export function Happenings() {
  const [open, setOpen] = useState(false);
  const happenings = useHappenings();
  return (
    <>
      <Button look="quiet" size="icon" aria-label="What just happened" onClick={() => setOpen(true)}>
        <History />
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        side="right"
        title="What just happened"
        description="From the event to the rule it matches to the fetch. Newest first."
      >
        {happenings.length === 0 ? (
          <EmptyState icon={<History />} title="Nothing yet">
            Change something in another window.
          </EmptyState>
        ) : (
          <ol className="divide-y">
            {happenings.map((happening) => (
              <Line key={happening.index} happening={happening} />
            ))}
          </ol>
        )}
      </Dialog>
    </>
  );
}
