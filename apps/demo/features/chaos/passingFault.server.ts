import type { FaultHandle } from '@channelkit/dev-server';

/** How long a fault lasts if nobody ends it, in milliseconds. */
export const faultLifetime = 60_000;

/** Ends a fault after {@link faultLifetime}, so that it does not outlast its visitor. */
export function endLater({ end }: Pick<FaultHandle, 'end'>): void {
  setTimeout(end, faultLifetime).unref();
}
