'use client';
import { useLinkStatus } from 'next/link';

/** Marks the link around it with `data-pending` while its page is on the way; what holds the link can show that. */
export function PendingMark() {
  const { pending } = useLinkStatus();
  return pending && <span hidden data-pending />;
}
