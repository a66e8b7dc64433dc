import type { ReactNode } from 'react';
import { pusher } from '../lib/pusher';
import { PusherProvider } from '../lib/realtime';

// the server's address is known when the page is asked for, not at build
export const dynamic = 'force-dynamic';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <PusherProvider config={pusher.getClientConfig()} userId="7">
          {children}
        </PusherProvider>
      </body>
    </html>
  );
}
