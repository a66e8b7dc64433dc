import type { TriggerResult } from '@channelkit/server';

/**
 * Logs an event that could not be sent. It is no failure of the write it tells about: pages that missed it catch up by
 * themselves.
 */
export function reportDelivery(result: TriggerResult): void {
  // Real time that is switched off is a setting, not a fault.
  if (!result.ok && result.error.code !== 'CK601')
    console.warn(`An event could not be sent: ${result.error.message}`);
}
