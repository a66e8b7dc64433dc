import Pusher from 'pusher-js';
import { createElement, Fragment, useEffect, useRef, useState } from 'react';
import type { Contender, ListenerProps, Place, PusherInstance } from '../contender.ts';

let pusher: Pusher | null = null;

function connect({ key, host, port, authEndpoint }: Place): Pusher {
  pusher ??= new Pusher(key, {
    cluster: '',
    wsHost: host,
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: authEndpoint, transport: 'ajax' },
  });
  return pusher;
}

/** What a careful engineer writes: the latest handler in a ref, and the last component to leave unsubscribes. */
function useBinding(channelName: string, event: string, handler: (data: { n: number }) => void) {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const channel = (pusher as Pusher).subscribe(channelName);
    const listener = (data: { n: number }) => latest.current(data);
    channel.bind(event, listener);
    holders.set(channelName, (holders.get(channelName) ?? 0) + 1);
    return () => {
      channel.unbind(event, listener);
      const left = (holders.get(channelName) ?? 1) - 1;
      holders.set(channelName, left);
      if (left === 0) pusher?.unsubscribe(channelName);
    };
  }, [channelName, event]);
}
const holders = new Map<string, number>();

export const contender: Contender = {
  name: 'raw `channel.bind` in an effect, handler in a ref',
  Root({ place, children }) {
    connect(place);
    return createElement(Fragment, null, children);
  },
  Listener({ channel, event, onEvent }: ListenerProps) {
    useBinding(channel, event, onEvent);
    return null;
  },
  Latest({ channel, event, onRender }) {
    const [data, setData] = useState<{ n: number } | null>(null);
    useBinding(channel, event, setData);
    onRender(data?.n ?? -1);
    return createElement('p', null, data?.n);
  },
  instance: () => pusher as unknown as PusherInstance,
};
