import type { ConnectionSnapshot } from '@channelkit/react';

export type Tone = 'live' | 'warn' | 'bad' | 'neutral';

const words: Readonly<Record<ConnectionSnapshot['state'], { label: string; tone: Tone }>> = {
  disabled: { label: 'Switched off', tone: 'neutral' },
  idle: { label: 'Connecting', tone: 'neutral' },
  connecting: { label: 'Connecting', tone: 'neutral' },
  connected: { label: 'Live', tone: 'live' },
  reconnecting: { label: 'Reconnecting', tone: 'warn' },
  failed: { label: 'Not connected', tone: 'bad' },
  closed: { label: 'Disconnected', tone: 'neutral' },
};

/** The one word and colour for a state of the connection. */
export const connectionWords = (state: ConnectionSnapshot['state']) => words[state];
