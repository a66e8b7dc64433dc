import type { RealtimeMode } from '@channelkit/tanstack-query/react';
import { Badge } from '@/ui/Badge';
import { ContinuityNote } from './ContinuityNote.tsx';
import type { Tone } from './connectionWords.ts';
import { StatusDot } from './StatusDot.tsx';

const looks: Readonly<Record<RealtimeMode, { label: string; tone: Tone & ('live' | 'warn' | 'neutral') }>> = {
  connecting: { label: 'Connecting', tone: 'neutral' },
  live: { label: 'Real-time', tone: 'live' },
  retrying: { label: 'Retrying', tone: 'warn' },
  polling: { label: 'Polling', tone: 'warn' },
};

/**
 * How a page gets its data: green "Real-time", amber "Retrying" or "Polling", each as wide as the others, so that nothing moves; and beside
 * it how the page came right after a loss.
 */
export function LiveModeMark({ mode }: { readonly mode: RealtimeMode }) {
  const { label, tone } = looks[mode];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={tone} role="status" data-mode={mode} className="min-w-25 justify-center">
        <StatusDot tone={tone} />
        {label}
      </Badge>
      <ContinuityNote />
    </span>
  );
}
