import { assertChannelName } from '@channelkit/core/contract/internal';

/** Whether a Pusher server would accept the channel name. */
export function isChannelName(name: string): boolean {
  try {
    assertChannelName(name);
    return true;
  } catch {
    return false;
  }
}
