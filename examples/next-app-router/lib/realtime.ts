'use client';
import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './channels';

export const { PusherProvider, useChannel, useLiveRefresh, usePusherEvent } = createRealtimeHooks(channels, {
  auth: { endpoint: '/api/pusher/auth' },
});
