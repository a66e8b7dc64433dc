'use client';
import type { ChannelMessage } from '@channelkit/react';
import { useState } from 'react';

/** An entry of the log. */
export interface LoggedMessage extends ChannelMessage {
  readonly index: number;
}

const kept = 200;

/** The last two hundred messages, newest first. */
export function useMessageLog() {
  const [{ messages }, setLog] = useState<{ messages: readonly LoggedMessage[]; received: number }>({
    messages: [],
    received: 0,
  });
  const [add] = useState(
    () => (message: ChannelMessage) =>
      setLog((log) => ({
        messages: [{ ...message, index: log.received }, ...log.messages].slice(0, kept),
        received: log.received + 1,
      })),
  );
  return { messages, add, clear: () => setLog((log) => ({ ...log, messages: [] })) };
}
