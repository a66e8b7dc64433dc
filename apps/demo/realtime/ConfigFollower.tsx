'use client';
import type { RealtimeConfig } from '@channelkit/react';
import { useEffect } from 'react';
import { callApi } from '@/http/callApi';
import { useConnection, usePusherEvent } from './realtime.ts';

/** How often a page without a connection polls the settings, in milliseconds. */
const interval = 4000;

/** Moves the page to the service that an administrator has chosen: on an event, or by polling without a connection. */
export function ConfigFollower({ onChange }: { readonly onChange: (config: RealtimeConfig) => void }) {
  const isConnected = useConnection(({ state }) => state === 'connected');
  usePusherEvent('settings.changed', () => void follow(onChange), { channel: 'notification-channel' });
  useEffect(() => {
    if (isConnected) return;
    const timer = setInterval(() => void follow(onChange), interval);
    return () => clearInterval(timer);
  }, [isConnected, onChange]);
  return null;
}

async function follow(onChange: (config: RealtimeConfig) => void): Promise<void> {
  const config = await callApi<RealtimeConfig>('/api/client-config').catch(() => null);
  if (config) onChange(config);
}
