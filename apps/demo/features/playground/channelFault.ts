import { assertChannelName, RealtimeError } from '@channelkit/react';

/** Why a channel name is not usable, as a sentence; null if it is. */
export function channelFault(name: string): string | null {
  try {
    assertChannelName(name);
    return null;
  } catch (error) {
    return error instanceof RealtimeError ? error.message : 'This is not a channel name.';
  }
}
