'use client';
import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './channels.ts';

/** How often a page asks whether an event was lost, in milliseconds. Shorter than usual, so that nobody waits long after causing a loss. */
const verifyEvery = 10_000;

/** Provider and hooks, typed by the demo's contract. */
export const { PusherProvider, useChannel, useConnection, usePresence, usePusherContext, usePusherEvent } =
  createRealtimeHooks(channels, {
    auth: { endpoint: '/api/pusher/auth' },
    resume: { endpoint: '/api/pusher/resume', every: verifyEvery },
    userChannel: 'private-supplier.notifications.{userId}',
  });
