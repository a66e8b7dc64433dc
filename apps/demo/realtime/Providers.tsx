'use client';
import { webSocketTransport } from '@channelkit/core/websocket';
import type { RealtimeConfig } from '@channelkit/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createFetchLog, FetchLogContext } from '@/features/happenings/fetchLog';
import { IdentityFollower } from '@/features/session/IdentityFollower';
import { Toasts } from '@/ui/Toasts';
import { ConfigFollower } from './ConfigFollower.tsx';
import { makeQueryClient } from './makeQueryClient.ts';
import { QueryBridgeProvider } from './queryBridge.ts';
import { PusherProvider } from './realtime.ts';

interface ProvidersProps {
  /** The configuration that the server rendered with. The page follows later changes by itself. */
  readonly config: RealtimeConfig;
  readonly userId: string | null;
  /** Connects with the browser's own WebSocket instead of pusher-js. */
  readonly hasOwnWebSocket: boolean;
  readonly children: ReactNode;
}

const ownWebSocket = webSocketTransport();

function QueryScope({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [fetches] = useState(createFetchLog);
  return (
    <QueryClientProvider client={queryClient}>
      <FetchLogContext value={fetches}>
        <QueryBridgeProvider onFetch={fetches.add}>{children}</QueryBridgeProvider>
      </FetchLogContext>
    </QueryClientProvider>
  );
}

/** One connection for the whole application, and one cache for each person who signs in. */
export function Providers({ config: rendered, userId, hasOwnWebSocket, children }: ProvidersProps) {
  const [config, setConfig] = useState(rendered);
  return (
    <PusherProvider config={config} userId={userId} transport={hasOwnWebSocket ? ownWebSocket : undefined}>
      <ConfigFollower onChange={setConfig} />
      <IdentityFollower userId={userId} />
      <QueryScope key={userId}>
        <Toasts>{children}</Toasts>
      </QueryScope>
    </PusherProvider>
  );
}
