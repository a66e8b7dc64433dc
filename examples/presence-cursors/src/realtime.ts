import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './channels.ts';
import { visitor } from './visitor.ts';

export const { PusherProvider, useChannel, usePresence, usePusherEvent } = createRealtimeHooks(channels, {
  auth: {
    endpoint: '/api/pusher/auth',
    headers: { 'x-visitor-id': visitor.id, 'x-visitor-name': visitor.name },
  },
});
