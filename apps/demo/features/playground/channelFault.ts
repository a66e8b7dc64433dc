import { assertChannelName, RealtimeError } from '@channelkit/react';

/** What is wrong with a channel's name, in words; null when it is usable. */
export function channelFault(name: string): string | null {
  try {
    assertChannelName(name);
    return null;
  } catch (error) {
    return error instanceof RealtimeError ? error.message : 'This is no channel name.';
  }
}
