'use client';
import { useLinkStatus } from 'next/link';

/** Renders `data-pending` inside a link while its page is loading, so that CSS can show it. */
export function PendingMark() {
  const { pending } = useLinkStatus();
  return pending && <span hidden data-pending />;
}
