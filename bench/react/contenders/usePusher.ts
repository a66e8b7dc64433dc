import { PusherProvider, useChannel, useEvent, usePusher } from '@harelpls/use-pusher';
import { createElement, useState } from 'react';
import type { Contender, ListenerProps, PusherInstance } from '../contender.ts';

let instance: PusherInstance | null = null;

function Catch() {
  const { client } = usePusher();
  if (client) instance = client as unknown as PusherInstance;
  return null;
}

export const contender: Contender = {
  name: '@harelpls/use-pusher 7.2.1',
  Root: ({ place: { key, host, port, authEndpoint }, children }) =>
    createElement(
      PusherProvider,
      {
        clientKey: key,
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        authEndpoint,
      },
      createElement(Catch),
      children,
    ),
  Listener({ channel, event, onEvent }: ListenerProps) {
    useEvent<{ n: number }>(useChannel(channel), event, onEvent as (data?: { n: number }) => void);
    return null;
  },
  Latest({ channel, event, onRender }) {
    const [data, setData] = useState<{ n: number } | undefined>();
    useEvent<{ n: number }>(useChannel(channel), event, setData);
    onRender(data?.n ?? -1);
    return createElement('p', null, data?.n);
  },
  instance: () => instance as PusherInstance,
};
