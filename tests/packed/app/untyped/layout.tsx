import { defineChannels, event, PusherProvider } from '@channelkit/react';
import type { ReactNode } from 'react';
import { pusher } from '../../lib/pusher';

const template = 'supplier.notifications.{userId}';
const channels = defineChannels({ [template]: { notification: event<{ title: string }>() } });

/** A server module from end to end: the contract is real here, the package's own provider is a reference to the client's. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <PusherProvider config={pusher.getClientConfig()} userId={8} userChannel={template}>
      <p>Server: {channels.name(template, { userId: 8 })}</p>
      {children}
    </PusherProvider>
  );
}
