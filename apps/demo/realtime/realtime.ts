'use client';
import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './channels.ts';

/** Provider and hooks, typed by the demo's contract. */
export const { PusherProvider, useChannel, useConnection, usePresence, usePusherContext, usePusherEvent } =
  createRealtimeHooks(channels, {
    auth: { endpoint: '/api/pusher/auth' },
    userChannel: 'private-supplier.notifications.{userId}',
  });
