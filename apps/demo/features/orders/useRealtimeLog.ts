'use client';
import type { RealtimeMode } from '@channelkit/tanstack-query/react';
import { useEffect } from 'react';
import { useConnection, usePusherEvent } from '../../realtime/realtime.ts';

const say = (...words: readonly unknown[]): void => console.debug('[orders]', ...words);

/** Logs to the browser console how the page gets its data: connection, events, polling fallback. */
export function useRealtimeLog(channel: 'private-orders', mode: RealtimeMode): void {
  const connection = useConnection((snapshot) => snapshot.state);
  useEffect(() => say('connection', connection), [connection]);
  useEffect(() => say(mode === 'polling' ? 'falling back to polling' : `mode: ${mode}`), [mode]);
  usePusherEvent(['order.created', 'order.updated'], (data, message) => say('event', message?.event, data), {
    channel,
  });
}
