'use client';
import { useState } from 'react';
import { createEventMemory, type Repeatable } from './eventMemory.ts';

/**
 * Gives what makes a handler run once for each event: the outbox sends at least once, and a repeated payment must not ring
 * twice. For handlers that announce; what they show is fetched or patched, where a repetition does no harm.
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
