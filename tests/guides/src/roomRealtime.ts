'use client';
import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './roomChannels.ts';

export const { PusherProvider, useChannel, useGap, usePresence, usePusherEvent } = createRealtimeHooks(
  channels,
  { auth: { endpoint: '/api/pusher/auth' } },
);
