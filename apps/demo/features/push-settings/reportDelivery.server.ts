import type { TriggerResult } from '@channelkit/server';

/** Logs an event that could not be sent. The write has succeeded; pages that missed the event catch up by themselves. */
export function reportDelivery(result: TriggerResult): void {
  // CK601: real time is switched off, which is not a fault.
  if (!result.ok && result.error.code !== 'CK601')
    console.warn(`An event could not be sent: ${result.error.message}`);
}
