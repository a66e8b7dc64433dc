import type { LiveMode } from '@channelkit/tanstack-query/react';
import { Badge } from '@/ui/Badge';
import type { Tone } from './connectionWords.ts';
import { StatusDot } from './StatusDot.tsx';

const looks: Readonly<Record<LiveMode, { label: string; tone: Tone & ('live' | 'warn' | 'neutral') }>> = {
  connecting: { label: 'Connecting', tone: 'neutral' },
  live: { label: 'Real-time', tone: 'live' },
  polling: { label: 'Polling', tone: 'warn' },
};

/** How a page gets its data: green "Real-time" or amber "Polling"; each as wide as the others, so that nothing moves. */
export function LiveModeMark({ mode }: { readonly mode: LiveMode }) {
  const { label, tone } = looks[mode];
  return (
    <Badge tone={tone} role="status" data-mode={mode} className="min-w-25 justify-center">
      <StatusDot tone={tone} />
      {label}
    </Badge>
  );
}
