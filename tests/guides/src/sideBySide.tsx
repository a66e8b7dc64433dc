import { PusherProvider } from '@channelkit/react';
import type Pusher from 'pusher-js';
import type { ReactNode } from 'react';

export function Root({ pusher, children }: { pusher: Pusher; children: ReactNode }) {
  return (
    <PusherProvider config={{ key: 'app-key', cluster: 'eu' }} pusher={pusher}>
      {children}
    </PusherProvider>
  );
}
