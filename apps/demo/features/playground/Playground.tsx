'use client';
import { createRealtimeClient, type RealtimeConfig } from '@channelkit/react';
import { useEffect, useState } from 'react';
import { ChannelMonitor } from './ChannelMonitor.tsx';
import { MessageLog } from './MessageLog.tsx';
import { PlaygroundFigures } from './PlaygroundFigures.tsx';
import { SendEvent } from './SendEvent.tsx';
import { ServiceFigures } from './ServiceFigures.tsx';
import { ServicePanel } from './ServicePanel.tsx';
import { useMessageLog } from './useMessageLog.ts';

/** Its own client, without a contract, that can listen to any channel it is authorized for. */
export function Playground({ config }: { readonly config: RealtimeConfig }) {
  const [client] = useState(() =>
    createRealtimeClient({ ...config, auth: { endpoint: '/api/pusher/auth' } }),
  );
  const [channels, setChannels] = useState<readonly string[]>(['test-channel']);
  const [sent, setSent] = useState(0);
  const { messages, add, clear } = useMessageLog();
  useEffect(() => () => client.disconnect(), [client]);
  return (
    <>
      <PlaygroundFigures client={client} sent={sent} />
      <ServiceFigures client={client} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <MessageLog messages={messages} onClear={clear} />
        <div className="grid gap-6">
          <ChannelMonitor client={client} channels={channels} onChange={setChannels} onMessage={add} />
          <SendEvent onSent={() => setSent((count) => count + 1)} />
          <ServicePanel />
        </div>
      </div>
    </>
  );
}
