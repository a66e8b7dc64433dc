import { createRealtimeClient, RealtimeError } from '@channelkit/react';

/** Why a channel name is not usable, as a sentence; null if it is. */
export function channelFault(name: string): string | null {
  // A client without a config never connects, and refuses the names that any client refuses.
  const client = createRealtimeClient(null);
  try {
    client.acquire(name).release();
    return null;
  } catch (error) {
    return error instanceof RealtimeError ? error.message : 'This is not a channel name.';
  } finally {
    client.dispose();
  }
}
