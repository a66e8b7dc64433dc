'use client';
import { useState } from 'react';
import { createEventMemory, type Repeatable } from './eventMemory.ts';

/**
 * Wraps a handler so that it runs once for each event: the event log delivers at least once, and a repeated payment must not
 * play its sound twice. For handlers that announce; a repeated fetch or patch does no harm.
 *
 * @example
 * const once = useOncePerEvent();
 * usePusherEvent('payment.received', once((payment) => ring(payment)), { channel });
 */
export function useOncePerEvent(): <TData extends Repeatable>(
  handler: (data: TData) => void,
) => (data: TData) => void {
  const [isFirst] = useState(() => createEventMemory());
  return (handler) => (data) => {
    if (isFirst(data)) handler(data);
  };
}
