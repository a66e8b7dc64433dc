import type { FaultHandle } from '@channelkit/dev-server';

/** How long a fault that somebody caused lasts when nobody ends it, in milliseconds. */
export const faultLifetime = 60_000;

/** Ends a fault by itself, so that it does not outlast the visit of whoever caused it. */
export function endLater({ end }: Pick<FaultHandle, 'end'>): void {
  setTimeout(end, faultLifetime).unref();
}
