import type { ConnectionSnapshot } from '@channelkit/react';

export type Tone = 'live' | 'warn' | 'bad' | 'neutral';

const words: Readonly<Record<ConnectionSnapshot['state'], { label: string; tone: Tone }>> = {
  disabled: { label: 'Off', tone: 'neutral' },
  idle: { label: 'Not needed yet', tone: 'neutral' },
  connecting: { label: 'Connecting', tone: 'neutral' },
  connected: { label: 'Live', tone: 'live' },
  reconnecting: { label: 'Reconnecting', tone: 'warn' },
  failed: { label: 'Not connected', tone: 'bad' },
  closed: { label: 'Disconnected', tone: 'neutral' },
};

/** Label and tone while the connection is up but channels of the page are refused. */
export const partlyLive: { readonly label: string; readonly tone: Tone } = {
  label: 'Partly live',
  tone: 'warn',
};

/** Label and tone of a connection state. */
export const connectionWords = (state: ConnectionSnapshot['state']) => words[state];
